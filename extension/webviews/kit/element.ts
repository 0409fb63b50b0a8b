interface Parts {
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Node | string)[];
}

/** An element from its parts. Text goes in as text: what a kernel prints is never read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  parts?: Parts,
): HTMLElementTagNameMap[K];
export function element(tag: string, parts?: Parts): HTMLElement;
export function element(tag: string, parts: Parts = {}): HTMLElement {
  const made = document.createElement(tag);
  if (parts.className !== undefined) made.className = parts.className;
  if (parts.text !== undefined) made.textContent = parts.text;
  for (const [name, value] of Object.entries(parts.attributes ?? {})) {
    made.setAttribute(name, value);
  }
  if (parts.children) made.append(...parts.children);
  return made;
}

/** Changes the text only when it is another: selections and screen readers stay undisturbed. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** An icon that says nothing to screen readers: the words beside it do. */
export function icon(name: string): HTMLElement {
  return element('span', {
    className: `codicon codicon-${name}`,
    attributes: { 'aria-hidden': 'true' },
  });
}
