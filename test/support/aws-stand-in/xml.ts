export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** An object as XML: a list becomes repeated elements, what is undefined is left out. */
export function toXml(value: XmlValue): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return escapeXml(String(value));
  if (Array.isArray(value)) return value.map(toXml).join('');
  return Object.entries(value)
    .map(([name, content]) => {
      if (content === undefined) return '';
      const contents: readonly XmlValue[] = Array.isArray(content) ? content : [content];
      return contents.map((one) => `<${name}>${toXml(one)}</${name}>`).join('');
    })
    .join('');
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
