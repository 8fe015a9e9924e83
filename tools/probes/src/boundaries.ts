/** What is planted where, and which rule must object. `at` is a file that exists: its text is replaced in memory only. */
export interface Probe {
  readonly name: string;
  readonly at: string;
  readonly text: string;
  /** Rule ids, none where the text is lawful. */
  readonly rule?: string;
  /** What the complaint must say. */
  readonly says?: RegExp;
}

const boundary = '@nx/enforce-module-boundaries';
const named = 'no-restricted-imports';
const domain = 'apps/referral/src/domain/referral-out.ts';
const service = 'apps/registry/src/main.ts';
const pure = 'libs/decider/src/decider.ts';
const platform = 'libs/projections/src/projection.ts';
const tool = 'tools/probes/src/boundaries.ts';
const spec = 'tools/probes/src/boundaries.spec.ts';
const checker = 'tools/checker/src/check.ts';

const projects: readonly Probe[] = [
  {
    name: 'a service imports a service',
    at: service,
    text: `export { IntakeModule } from '@satualur/intake';`,
    rule: named,
    says: /react to its event/,
  },
  {
    name: 'a service imports another one’s file',
    at: service,
    text: `export * from '../../intake/src/main';`,
    rule: boundary,
    says: /npm scope/,
  },
  {
    name: 'pure imports platform',
    at: pure,
    text: `export type { EventStore } from '@satualur/event-store/store';`,
    rule: boundary,
  },
  { name: 'pure imports Nest', at: pure, text: `export { Injectable } from '@nestjs/common';`, rule: boundary },
  { name: 'pure imports TypeORM', at: pure, text: `export { DataSource } from 'typeorm';`, rule: boundary },
  { name: 'pure imports pg', at: pure, text: `export { Pool } from 'pg';`, rule: boundary },
  { name: 'pure imports kafkajs', at: pure, text: `export { Kafka } from 'kafkajs';`, rule: boundary },
  {
    name: 'contracts import Nest',
    at: 'libs/contracts/src/hlc.ts',
    text: `export { Injectable } from '@nestjs/common';`,
    rule: named,
    says: /platform library/,
  },
  { name: 'a service imports kafkajs', at: service, text: `export { Kafka } from 'kafkajs';`, rule: boundary },
  { name: 'platform imports a service', at: platform, text: `export { IntakeModule } from '@satualur/intake';`, rule: named },
  {
    name: 'platform imports the file of a service',
    at: platform,
    text: `export * from '../../../apps/intake/src/main';`,
    rule: boundary,
  },
  { name: 'a tool imports a service', at: tool, text: `export { IntakeModule } from '@satualur/intake';`, rule: named },
  {
    name: 'a tool imports the file of a service',
    at: tool,
    text: `export * from '../../../apps/intake/src/main';`,
    rule: boundary,
  },
  {
    name: 'the checker imports a library',
    at: checker,
    text: `export { leafHash } from '@satualur/contracts/bytes';`,
    rule: named,
    says: /shares no code/,
  },
  {
    name: 'the checker imports the file of a library',
    at: checker,
    text: `export * from '../../../libs/contracts/src/bytes';`,
    rule: named,
    says: /shares no code/,
  },
  { name: 'the checker imports the soak', at: checker, text: `export { soak } from '@satualur/soak/soak';`, rule: named },
  { name: 'the checker imports its own file', at: checker, text: `export { Findings } from './findings';` },
  { name: 'a service imports platform', at: service, text: `export { serve } from '@satualur/service-host/serve';` },
  { name: 'platform imports pure', at: platform, text: `export type { Hlc } from '@satualur/contracts/hlc';` },
];

const kafka = '@typescript-eslint/no-restricted-imports';
const imports: readonly Probe[] = [
  {
    name: 'projections imports kafkajs',
    at: platform,
    text: `export { Kafka } from 'kafkajs';`,
    rule: kafka,
    says: /Broker port/,
  },
  { name: 'messaging imports kafkajs', at: 'libs/messaging/src/broker.ts', text: `export { Kafka } from 'kafkajs';` },
  { name: 'a barrel is imported', at: platform, text: `export * from './index';`, rule: 'no-restricted-imports', says: /barrel/ },
  { name: 'a folder is imported', at: platform, text: `export * from '..';`, rule: 'no-restricted-imports', says: /barrel/ },
];

const planted = (name: string, text: string, rule: string): Probe => ({ name: `a rulebook ${name}`, at: domain, text, rule });
const globals = 'no-restricted-globals';
const rulebook: readonly Probe[] = [
  planted('imports the handler beside it', `export * from '../referral.handler';`, 'no-restricted-imports'),
  planted('imports node:crypto', `export { randomUUID } from 'node:crypto';`, 'no-restricted-imports'),
  planted('imports Nest', `export { Injectable } from '@nestjs/common';`, 'no-restricted-imports'),
  planted('imports platform', `export type { EventStore } from '@satualur/event-store/store';`, 'no-restricted-imports'),
  planted('asks the clock', `export const at = () => Date.now();`, globals),
  planted('reads the environment', `export const mode = () => process.env['MODE'];`, globals),
  planted('calls out', `export const answer = () => fetch('https://example.org');`, globals),
  planted('waits', `export const later = (run: () => void) => void setTimeout(run, 1);`, globals),
  planted('draws an id', `export const id = () => crypto.randomUUID();`, globals),
  planted('draws a number', `export const dice = () => Math.random();`, 'no-restricted-properties'),
  planted(
    'swallows a case',
    `export const f = (x: 'a' | 'b') => { switch (x) { case 'a': return 1; default: return 2; } };`,
    'no-restricted-syntax',
  ),
  planted(
    'forgets a case',
    `export const f = (x: 'a' | 'b') => { switch (x) { case 'a': return 1; } return 2; };`,
    '@typescript-eslint/switch-exhaustiveness-check',
  ),
  { name: 'a rulebook imports contracts', at: domain, text: `export type { CaseId } from '@satualur/contracts/ids';` },
];

const contracts = 'libs/contracts/src/hlc.ts';
const ids = 'libs/contracts/src/ids.ts';
const published: readonly Probe[] = [
  { name: 'contracts ask the clock', at: contracts, text: `export const now = () => Date.now();`, rule: globals },
  {
    name: 'contracts draw a number',
    at: contracts,
    text: `export const dice = () => Math.random();`,
    rule: 'no-restricted-properties',
  },
  { name: 'the decider asks the clock', at: pure, text: `export const now = () => new Date();`, rule: globals },
  { name: 'ids.ts converts an instant', at: ids, text: `export const text = (ms: number) => new Date(ms).toISOString();` },
  { name: 'ids.ts asks the clock', at: ids, text: `export const now = () => new Date();`, rule: 'no-restricted-syntax' },
  {
    name: 'ids.ts asks the clock for a number',
    at: ids,
    text: `export const now = () => Date.now();`,
    rule: 'no-restricted-syntax',
  },
];

const tests: readonly Probe[] = ['it.skip', 'describe.skip', 'it.only', 'test.todo', 'describe.only', 'xit'].map((call) => ({
  name: `a spec says ${call}`,
  at: spec,
  text: `${call}('is left for later', () => undefined);`,
  rule: 'no-restricted-syntax',
}));

const habits: readonly Probe[] = [
  { name: 'a default export', at: platform, text: `export default 1;`, rule: 'no-restricted-syntax' },
  {
    name: 'a promise let go',
    at: platform,
    text: `export const f = () => { Promise.resolve(1); };`,
    rule: '@typescript-eslint/no-floating-promises',
  },
  {
    name: 'work put off in a comment',
    at: platform,
    text: `export const a = 1; // ${'TO'}${'DO'} later`,
    rule: 'no-warning-comments',
  },
  { name: 'a platform library prints', at: platform, text: `console.log('a body');`, rule: 'no-console' },
];

export const probes: readonly Probe[] = [...projects, ...imports, ...rulebook, ...published, ...tests, ...habits];
