import { isSameAddress, pathBelow } from '../../src/runtime/same-address';

test.each([
  ['https://link.example/hooks/vcc/1', 'https://LINK.example:443/hooks/vcc/1/', true],
  ['https://link.example/hooks/vcc/1', 'https://link.example/hooks/vcc/10', false],
  ['https://link.example/hooks/vcc/a', 'https://link.example/hooks/vcc/A', false],
  ['https://link.example/hooks/vcc/1', 'http://link.example/hooks/vcc/1', false],
  ['nonsense', 'nonsense/', true],
])('[JN20] %s and %s: one place %s', (one, other, isSame) => {
  expect(isSameAddress(one, other)).toBe(isSame);
});

test.each([
  ['https://link.example/hooks/vcc/', 'https://LINK.example/hooks/vcc/one/', 'one'],
  ['https://link.example/hooks/vcc/', 'https://link.example/hooks/vcc-other/one', null],
  ['https://link.example/hooks/vcc/', 'https://link.example/hooks/vcc/', null],
])('[JN20] below %s, %s is %s', (root, address, below) => {
  expect(pathBelow(root, address)).toBe(below);
});
