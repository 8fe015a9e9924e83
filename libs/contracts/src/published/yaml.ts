const PLAIN = /^[A-Za-z_$][A-Za-z0-9_$.-]*$/;
const AMBIGUOUS = /^(true|false|null|yes|no|on|off|y|n)$/i;

const scalar = (value: unknown): string =>
  typeof value === 'string' && PLAIN.test(value) && !AMBIGUOUS.test(value) ? value : JSON.stringify(value);

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;
const isBlock = (value: unknown): value is object => typeof value === 'object' && value !== null && !isEmpty(value);

/** YAML 1.2 of plain JSON data, block style, members in their own order; `undefined` members are left out. */
export function yaml(value: unknown, indent = ''): string {
  if (!isBlock(value)) return `${indent}${scalar(value)}\n`;
  if (Array.isArray(value)) {
    return value
      .map((item) => (isBlock(item) ? `${indent}- ${yaml(item, `${indent}  `).trimStart()}` : `${indent}- ${scalar(item)}\n`))
      .join('');
  }
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(
      ([key, member]) =>
        `${indent}${scalar(key)}:${isBlock(member) ? `\n${yaml(member, `${indent}  `)}` : ` ${scalar(member)}\n`}`,
    )
    .join('');
}
