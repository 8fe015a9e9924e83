import { createSecretKey, randomBytes } from 'node:crypto';
import type { AnyEvent } from '@satualur/contracts/event';
import { AgencyKey, type StreamId, type SubjectId } from '@satualur/contracts/ids';
import { catalogue } from '@satualur/contracts/catalogue';
import { isSealedBox } from '@satualur/contracts/sealed';
import { openValue, sealValue } from './seal';
import { classesToSeal, sealEvent } from './seal-event';

const key = createSecretKey(randomBytes(32));
const place = {
  owner: AgencyKey.parse('pol-contoh'),
  stream: 'record-3f2504e0-4f89-41d3-9a0c-0305e82c3301' as StreamId,
  version: 3,
};
const subject = '0b6c3a52-1d4e-4f60-8a71-92b3c4d5e6f7' as SubjectId;
const seal = (event: AnyEvent) => sealEvent(event, place, () => key);

const registered = (assertions: object): AnyEvent => ({
  type: 'AgencyRecordRegistered',
  data: { ref: 'R-1', subject, assertions },
});
const role = { value: 'victim', method: 'Observed' };
const name = { value: 'Siti Fiktif', method: 'SelfDeclared' };

describe('sealing an event', () => {
  it('replaces personal data by boxes and leaves all else', () => {
    const event = registered({ role, name, ageEstimate: { value: 0, method: 'Observed' } });
    const { assertions } = seal(event).data as { assertions: Record<string, { value: never; method: string }> };
    expect(assertions).toEqual({
      role,
      name: { value: { sealed: 'identity', ct: expect.any(String) as string }, method: 'SelfDeclared' },
      ageEstimate: { value: { sealed: 'identity', ct: expect.any(String) as string }, method: 'Observed' },
    });
    expect(openValue(assertions['name']!.value, key, { ...place, subject, field: 'assertions.name.value' })).toBe('Siti Fiktif');
    expect(openValue(assertions['ageEstimate']!.value, key, { ...place, subject, field: 'assertions.ageEstimate.value' })).toBe(
      0,
    );
  });

  it('changes nothing in the event it was given', () => {
    const event = registered({ role, name });
    seal(event);
    expect(event).toEqual(registered({ role, name }));
  });

  it('keeps boxes that are sealed already', () => {
    const box = sealValue('x', 'identity', key, { ...place, subject, field: 'elsewhere' });
    const sealed = seal(registered({ role, name: { ...name, value: box } }));
    expect((sealed.data as { assertions: { name: { value: unknown } } }).assertions.name.value).toBe(box);
    expect(classesToSeal(sealed)).toEqual(new Set());
  });

  it('refuses a box of another class than the field has', () =>
    expect(() => seal(registered({ role, name: { ...name, value: { sealed: 'shelter', ct: 'A'.repeat(38) } } }))).toThrow(
      TypeError,
    ));

  it('refuses personal data without a data subject', () =>
    expect(() => seal({ type: 'AgencyRecordRegistered', data: { assertions: { role, name } } })).toThrow(TypeError));

  it('refuses a type that the catalogue does not know', () =>
    expect(() => seal({ type: 'Invented', data: {} })).toThrow(TypeError));

  it('asks only for keys of classes that wait to be sealed', () => {
    expect(classesToSeal(registered({ role, name }))).toEqual(new Set(['identity']));
    expect(classesToSeal(registered({ role }))).toEqual(new Set());
  });

  it.each(
    [...catalogue.values()].filter(({ sealedPaths }) => sealedPaths.length > 0).map((entry) => [entry.name, entry] as const),
  )('leaves no plain value at any sealed path of %s', (type, { sealedPaths }) => {
    const data: Record<string, unknown> = { subject };
    for (const { path } of sealedPaths) put(data, path, 'plain');
    const sealed = seal({ type, data }).data;
    for (const { path } of sealedPaths) expect(isSealedBox(at(sealed, path))).toBe(true);
    expect(JSON.stringify(sealed)).not.toContain('plain');
  });
});

function put(target: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[name!] = value;
  else put((target[name!] ??= {}) as Record<string, unknown>, rest, value);
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value);
