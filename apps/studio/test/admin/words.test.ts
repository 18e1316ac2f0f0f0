import { describe, expect, it } from '@jest/globals';
import { agoText, momentText, spanText } from '../../src/admin/parts/times.js';
import {
  clientName,
  closeReasonText,
  endedAsExpected,
  stateStep,
  stateWord,
} from '../../src/admin/parts/words.js';
import { CLOSE_REASONS, type CloseReason, SESSION_STATES } from '../support/core-lists.js';

const reasons = Object.keys(CLOSE_REASONS) as CloseReason[];

describe('words', () => {
  it.each(reasons)('for the end by %s are a sentence of their own', (reason) => {
    expect(closeReasonText(reason)).toMatch(/^[A-Z][^.]+$/);
    expect(closeReasonText(reason)).not.toMatch(/DELETE|DTLS|ICE|POST/);
  });

  it('for every end differ', () => {
    expect(new Set(reasons.map(closeReasonText)).size).toBe(reasons.length);
  });

  it('do not say that an endpoint was destroyed when it only got other options', () => {
    expect(closeReasonText('endpoint-removed')).toMatch(/destroyed or got other options/);
  });

  it('for an unknown end are there, too', () => {
    expect(closeReasonText(undefined)).toMatch(/not known/);
    expect(closeReasonText('of-the-future' as CloseReason)).toBe('of-the-future');
  });

  it('tell a fault from what was meant to be', () => {
    expect(endedAsExpected('client-deleted')).toBe(true);
    expect(endedAsExpected('revoked')).toBe(true);
    expect(endedAsExpected('media-lost')).toBe(false);
    expect(endedAsExpected(undefined)).toBe(false);
  });

  it.each(SESSION_STATES)('for the state %s are there', (state) => {
    expect(stateStep(state)).toMatch(/^[A-Z]/);
    expect(stateWord(state, 'publish')).toMatch(/^[A-Z]/);
    expect(stateWord(state, 'watch')).toMatch(/^[A-Z]/);
  });

  it('for programs are their names', () => {
    expect(clientName({ kind: 'obs', userAgent: '' })).toBe('OBS Studio');
    expect(clientName({ kind: 'of-the-future' as 'other', userAgent: '' })).toBe('of-the-future');
    expect(clientName(undefined)).toBe('Unknown program');
  });
});

describe('times', () => {
  const minute = 60_000;
  // biome-ignore format: one case a line
  it.each([
    [10_000,            'just now'],
    [-5_000,            'just now'],
    [50_000,            '1 min ago'],
    [30 * minute,       '30 min ago'],
    [150 * minute,      '3 h ago'],
    [30 * 60 * minute,  'a day ago'],
    [72 * 60 * minute,  '3 days ago'],
  ])('%d ms ago: %s', (past, text) => {
    expect(agoText(1_000_000_000 - past, 1_000_000_000)).toBe(text);
  });

  // biome-ignore format: one case a line
  it.each([
    [-1,                '0 s'],
    [12_900,            '12 s'],
    [247_000,           '4 min 7 s'],
    [4 * minute,        '4 min'],
    [185 * minute,      '3 h 5 min'],
    [52 * 60 * minute,  '2 d 4 h'],
  ])('%d ms long: %s', (span, text) => {
    expect(spanText(span)).toBe(text);
  });

  it('have their date when it was another day', () => {
    const now = new Date(2026, 5, 20, 12).getTime();
    expect(momentText(now - minute, now)).not.toContain('2026');
    expect(momentText(now - 36 * 60 * minute, now)).toContain('2026');
  });
});
