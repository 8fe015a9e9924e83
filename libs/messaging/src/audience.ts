const AHEAD = /^\{"actor":"[^"\\]*","/;
const HERE = /^audience":"([^"\\]*)"/;
const REACH = 256;

const keysIn = (text: string): string[] => [...new Set(text.split(' ').filter((key) => key !== ''))];

/**
 * The agency keys an event is addressed to, from its stored bytes. In canonical JSON `audience` can only stand right behind `actor`,
 * so the rest is not parsed. Throws SyntaxError when the bytes are no JSON and do not begin as an event does.
 */
export function audienceOf(bytes: Buffer): readonly string[] {
  const head = bytes.toString('utf8', 0, Math.min(bytes.length, REACH));
  const ahead = AHEAD.exec(head);
  if (ahead === null) return audienceOfParsed(JSON.parse(bytes.toString('utf8')));
  const rest = head.slice(ahead[0].length);
  const here = HERE.exec(rest);
  if (here !== null) return keysIn(here[1]!);
  return rest.startsWith('audience"') ? audienceOfParsed(JSON.parse(bytes.toString('utf8'))) : [];
}

const audienceOfParsed = (envelope: unknown): readonly string[] => {
  const audience = typeof envelope === 'object' && envelope !== null && 'audience' in envelope ? envelope.audience : undefined;
  return typeof audience === 'string' ? keysIn(audience) : [];
};
