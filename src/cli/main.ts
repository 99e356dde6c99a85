#!/usr/bin/env node
import process from 'node:process';
import { keepCompiledCode } from './compiled-code.ts';

// What openssl writes, and every report, is for this user alone.
process.umask(0o077);
// Before anything else is loaded: only what comes after it is kept.
keepCompiledCode();

void import('./lifecycle.ts').then(({ main }) => main());
