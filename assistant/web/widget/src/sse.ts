/** An event stream (text/event-stream) as it comes in, cut anywhere. */

export interface StreamEvent {
  event: string;
  data: string;
}

export class EventReader {
  private rest = "";
  private event = "";
  private data: string[] = [];

  /** Take the next piece of text and return the events that it completes. */
  feed(piece: string): StreamEvent[] {
    this.rest += piece;
    const found: StreamEvent[] = [];
    for (;;) {
      // A \r at the very end may be the first half of \r\n; it waits for what follows.
      const end = /\r\n|\n|\r(?!$)/.exec(this.rest);
      if (!end) return found;
      const line = this.rest.slice(0, end.index);
      this.rest = this.rest.slice(end.index + end[0].length);
      if (line) {
        this.take(line);
      } else if (this.data.length) {
        found.push({ event: this.event || "message", data: this.data.join("\n") });
        this.event = "";
        this.data = [];
      } else {
        this.event = "";
      }
    }
  }

  private take(line: string): void {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.event = value;
    if (field === "data") this.data.push(value);
  }
}
