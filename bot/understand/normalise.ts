/** Brings a text to the form in which words are compared: case, accents, width and signs do not matter. */
export function normalise(text: string): string {
  return decodeSigns(text)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss')
    .replace(/[’'`´]/g, "'")
    .replace(/(?<!\d)[.,:–—-]|[.,:–—-](?!\d)|[^\p{L}\p{N}\s.,:'–—-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Teams writes some signs as HTML does. */
function decodeSigns(text: string): string {
  return text.replace(/&(?:nbsp|amp|lt|gt|quot);/g, ' ').replace(/&(?:#39|#x27|apos);/g, "'");
}
