/* The demo page's copy buttons. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const code = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = button.dataset.done;
    } catch {
      // Without a clipboard the text is marked, to be copied by hand.
      getSelection().selectAllChildren(code);
      code.focus();
      button.textContent = label;
    }
  });
}
