/** Just enough of a browser's document for Microsoft's renderer to build its elements in, and for a test to read them. */
export class ShimElement {
  readonly tagName: string;
  readonly attributes = new Map<string, string>();
  readonly children: ShimElement[] = [];
  readonly style: Record<string, unknown> = { setProperty: () => {}, removeProperty: () => {} };
  readonly classes = new Set<string>();
  readonly classList = {
    add: (...names: string[]) => {
      for (const name of names) this.classes.add(name);
    },
    remove: (...names: string[]) => {
      for (const name of names) this.classes.delete(name);
    },
    contains: (name: string) => this.classes.has(name),
  };
  parentElement: ShimElement | null = null;
  className = '';
  id = '';
  value = '';
  href = '';
  onclick: unknown;
  #text = '';

  constructor(tagName: string) {
    this.tagName = tagName.toUpperCase();
  }

  get innerText(): string {
    return this.#text + this.children.map((child) => child.innerText).join(' ');
  }
  set innerText(text: string) {
    this.children.length = 0;
    this.#text = text;
  }
  get textContent(): string {
    return this.innerText;
  }
  set textContent(text: string) {
    this.innerText = text;
  }
  get innerHTML(): string {
    return this.innerText;
  }
  /** Only what our own stand-in for Markdown has made of a text: no tags are left in it. */
  set innerHTML(html: string) {
    this.innerText = html;
  }
  get firstElementChild(): ShimElement | null {
    return this.children[0] ?? null;
  }
  get lastElementChild(): ShimElement | null {
    return this.children.at(-1) ?? null;
  }
  get childElementCount(): number {
    return this.children.length;
  }

  appendChild(child: ShimElement): ShimElement {
    child.parentElement = this;
    this.children.push(child);
    return child;
  }
  append(...children: ShimElement[]): void {
    for (const child of children) this.appendChild(child);
  }
  insertBefore(child: ShimElement): ShimElement {
    return this.appendChild(child);
  }
  removeChild(child: ShimElement): void {
    this.children.splice(this.children.indexOf(child), 1);
  }
  remove(): void {}
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }
  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }
  addEventListener(): void {}
  removeEventListener(): void {}
  getElementsByTagName(name: string): readonly ShimElement[] {
    return this.all().filter(({ tagName }) => tagName === name.toUpperCase());
  }
  /** This element and everything in it. */
  all(): readonly ShimElement[] {
    return [this, ...this.children.flatMap((child) => child.all())];
  }
}

/** Puts the document where a browser has it. */
export function installDocument(): void {
  const document = {
    createElement: (tagName: string) => new ShimElement(tagName),
    createTextNode: (text: string) => Object.assign(new ShimElement('text'), { innerText: text }),
    getElementById: () => null,
    body: new ShimElement('body'),
  };
  const HTMLButtonElement = class extends ShimElement {};
  const elements = { HTMLElement: ShimElement, Element: ShimElement, HTMLButtonElement };
  Object.assign(globalThis, { document, window: globalThis, ...elements });
}
