/** Something planted, and where it is. */
export interface Planted {
  readonly kind: string;
  /** As it stands in the text, escapes and all. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Puts a text together and keeps track of what is planted in it. */
export class TextBuilder {
  readonly secrets: Planted[] = [];
  readonly lookAlikes: Planted[] = [];
  text = '';
  #escape: (text: string) => string = (text) => text;

  /** Escapes everything that is added from now on. */
  escapeWith(escapeText: (text: string) => string): this {
    this.#escape = escapeText;
    return this;
  }

  /** Adds text as it is, also where everything else is escaped. */
  addMarkup(text: string): this {
    this.text += text;
    return this;
  }

  add(text: string): this {
    this.text += this.#escape(text);
    return this;
  }

  addSecret(kind: string, value: string): this {
    return this.#plant(this.secrets, kind, value);
  }

  addLookAlike(kind: string, value: string): this {
    return this.#plant(this.lookAlikes, kind, value);
  }

  #plant(list: Planted[], kind: string, value: string): this {
    const start = this.text.length;
    this.add(value);
    list.push({ kind, value: this.text.slice(start), start, end: this.text.length });
    return this;
  }
}
