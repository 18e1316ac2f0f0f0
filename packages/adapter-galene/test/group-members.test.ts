import { expect, it } from '@jest/globals';
import { GroupMembers } from '../src/monitor/group-members.js';
import { JOIN_NAME } from '../src/monitor/monitor-messages.js';

const user = (kind: string, id: string, more: object = {}) => ({ type: 'user', kind, id, ...more });

it('keeps who joined, changed and left; monitors are not counted', () => {
  const members = new GroupMembers();
  members.hear(user('add', '1', { username: JOIN_NAME, permissions: ['op'] }));
  members.hear(user('add', '2', { username: 'ann', permissions: ['present'] }));
  members.hear(user('add', '3', { username: 'ben' }));
  expect([members.count, members.operators, members.has('ann')]).toEqual([2, 0, true]);
  members.hear(user('change', '2', { username: 'ann', permissions: ['op', 'present'] }));
  expect([members.count, members.operators]).toEqual([2, 1]);
  expect(members.hear(user('delete', '2', { username: 'ann' }))).toBe('ann');
  expect([members.count, members.operators, members.has('ann')]).toEqual([1, 0, false]);
});

it('knows who left by the id when Galene says no name, and by the name otherwise', () => {
  const members = new GroupMembers();
  members.hear(user('add', '1', { username: 'ann' }));
  expect(members.hear(user('delete', '1'))).toBe('ann');
  expect(members.hear(user('delete', '2', { username: 'stranger' }))).toBe('stranger');
});

it('forgets everybody with a new connection', () => {
  const members = new GroupMembers();
  members.hear(user('add', '1', { username: 'ann' }));
  members.clear();
  expect([members.count, members.has('ann')]).toEqual([0, false]);
});
