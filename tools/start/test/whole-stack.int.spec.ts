import type { Played } from '../src/player';
import { access } from './access';
import { badRequests } from './bad-requests';
import { canarySeen } from './canary';
import { crashes } from './crashes';
import { erased } from './erased';
import { playedPack } from './played-pack';
import { poison } from './poison';
import { startWholeStack, type WholeStack } from './whole-stack';

jest.setTimeout(120_000);

describe('the whole stack', () => {
  let whole: WholeStack;
  let played: Played;
  let kinds: Readonly<Record<string, number>>;
  const given = () => whole;
  beforeAll(async () => {
    whole = await startWholeStack();
    played = await whole.play();
    kinds = await whole.stores.kinds();
  }, 300_000);
  afterAll(() => whole?.stop());

  describe('S3 and S1 of the acceptance pack', () => playedPack(given, () => played));
  describe('at the services’ doors', () => access(given, () => played));
  describe('bad requests', () => badRequests(given, () => played));
  describe('a person who is registered and referred', () => canarySeen(given));
  describe('a person who was served, and asks to be erased', () => erased(given));
  describe('poison records', () => poison(given, () => played));
  describe('crashes', () => crashes(given, () => kinds));

  it('was answered all along as the documents of its services say', () => expect([...given().api.faults]).toEqual([]));
});
