// Prints the sum of a counts file: node print-counts.js FILE
import { argv } from 'node:process';
import { describeCounts, readCounts } from './test-counts.js';

const [, , file] = argv;
if (!file) throw new Error('print-counts needs the path of a counts file');
console.log(describeCounts(readCounts(file)));
