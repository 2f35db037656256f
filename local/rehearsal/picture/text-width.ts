/**
 * About how wide a text at 12 pixels is at most, in pixels. Which font a reader has is unknown, so this takes the widest of the
 * common ones (DejaVu Sans): rather a caption too short than two that overlap.
 */
export function textWidth(content: string, sizePx = 12): number {
  let em = 0;
  for (const character of content)
    em += /[A-Z@MW]/.test(character) ? 0.72 : /[iljtfr.,:;'!·| ]/.test(character) ? 0.4 : 0.64;
  return em * sizePx;
}
