#!/usr/bin/env node
// @ts-check
// Builds dist/ unless what lies there was made from these very sources.
import { build } from './build/build.mjs';

await build();
