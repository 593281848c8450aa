/** Phones: the keyboard covers what is below; the panel then takes the part that can still be seen. */

/** Make a full-screen panel follow the visible part of the window; returns a function that ends it. */
export function followViewport(panel: HTMLElement): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => undefined;
  const follow = (): void => {
    // Enlarged with two fingers, the panel must not shrink under them.
    const plain = viewport.scale < 1.05;
    panel.style.setProperty("--visible", plain ? `${viewport.height}px` : "100dvh");
    panel.style.setProperty("--top", plain ? `${viewport.offsetTop}px` : "0px");
  };
  follow();
  viewport.addEventListener("resize", follow);
  viewport.addEventListener("scroll", follow);
  return () => {
    viewport.removeEventListener("resize", follow);
    viewport.removeEventListener("scroll", follow);
  };
}
