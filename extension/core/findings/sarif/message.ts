/**
 * Plain text as a SARIF message. Braces mark placeholders there and are doubled (SARIF 2.1.0, 3.11.5);
 * a bracket before a parenthesis would begin a link and is escaped (3.11.6).
 */
export function sarifMessage(text: string): { text: string } {
  return {
    text: text.replaceAll(/[{}]/g, '$&$&').replaceAll(/\[([^[\]]*)\]\(/g, String.raw`\[$1\](`),
  };
}
