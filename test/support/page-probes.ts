/** Run in the page, as text: the tests know no DOM. */

/** The levels of the headings that are shown, in their order; inside a dialog only its own. */
export const HEADINGS = `
  (() => {
    const root = document.querySelector('dialog[open]') ?? document;
    const first = root === document ? [] : [1];
    return [...first, ...[...root.querySelectorAll('h1, h2, h3, h4, h5, h6')]
      .filter((heading) => heading.checkVisibility())
      .map((heading) => Number(heading.tagName.slice(1)))];
  })()`;

/**
 * The texts in sight whose colour is too near to their ground's: https://www.w3.org/TR/WCAG22/#contrast-minimum. What is half
 * transparent is laid over what is behind it.
 */
export const CONTRASTS = `
  (() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const over = (colors) => {
      canvas.clearRect(0, 0, 1, 1);
      for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const channel = (value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    };
    const luminance = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
    const grounds = (element) =>
      element === null ? ['white'] : [...grounds(element.parentElement), getComputedStyle(element).backgroundColor];
    const root = document.querySelector('dialog[open]') ?? document.body;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const faults = [];
    while (texts.nextNode()) {
      const { parentElement, textContent } = texts.currentNode;
      if (textContent.trim() === '' || !parentElement.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const style = getComputedStyle(parentElement);
      const behind = grounds(parentElement);
      const [text, ground] = [over([...behind, style.color]), over(behind)].map(luminance);
      const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) faults.push(textContent.trim().slice(0, 40) + ': ' + ratio.toFixed(2));
    }
    return faults;
  })()`;
