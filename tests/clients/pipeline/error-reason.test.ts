import { readErrorReason } from '../../../src/clients/pipeline/error-reason';

describe('the reason of a refusal', () => {
  it.each([
    ['{"error":{"code":"UnsupportedApiVersion","message":"No."}}', 'UnsupportedApiVersion: No.'],
    ['{"message":"The request is invalid."}', 'The request is invalid.'],
    [
      '{"status":400,"title":"Invalid","errors":[{"message":"PresenceId?","path":"presenceId"}]}',
      'Invalid: PresenceId?',
    ],
    ['{"status":400,"title":"Query limit","detail":"Over 50."}', 'Query limit: Over 50.'],
    [
      '{"error_description":"The access token is missing","error":"invalid_request"}',
      'invalid_request: The access token is missing',
    ],
    [
      '{"statusCode":400,"error":"Bad Request","message":"Invalid Accept header!"}',
      'Bad Request: Invalid Accept header!',
    ],
    ['{"error":{"code":"ExtensionError","message":"","innererror":{}}}', 'HTTP 409'],
    ['<html>Bad gateway</html>', 'HTTP 409'],
    ['{"odd":true}', 'HTTP 409'],
    ['[]', 'HTTP 409'],
    ['', 'HTTP 409'],
  ])('is read out of %s', (body, reason) => {
    expect(readErrorReason(body, 409)).toBe(reason);
  });

  it('is one short line without mail addresses', () => {
    const message = `basil@meadow.example\n${'long '.repeat(100)}`;
    const reason = readErrorReason(JSON.stringify({ message }), 400);
    expect(reason).toMatch(/^\[mail\] long/);
    expect(reason.length).toBeLessThanOrEqual(160);
  });
});
