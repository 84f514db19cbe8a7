/** AWS: the real clients, their requests answered by a local HTTP server. */
const { createServer } = require('node:http');
const { AwsInstrumentation } = require('@opentelemetry/instrumentation-aws-sdk');
const { record } = require('./record.cjs');

/** Each service's answer, in its own protocol. */
function answer(request, response) {
  const target = request.headers['x-amz-target'] ?? '';
  const send = (type, text) => response.writeHead(200, { 'content-type': type }).end(text);
  const sendJson = (body) => send('application/x-amz-json-1.0', JSON.stringify(body));
  if (target.startsWith('DynamoDB')) {
    sendJson({ Items: [], Count: 0, ScannedCount: 0 });
  } else if (target.startsWith('AmazonSQS')) {
    sendJson({ MessageId: '1', MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' });
  } else if (request.headers['content-type'] === 'application/x-www-form-urlencoded') {
    send(
      'text/xml',
      '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
    );
  } else if (request.url.includes('/functions/')) {
    sendJson({});
  } else if (request.url.startsWith('/model/')) {
    const message = { role: 'assistant', content: [{ text: 'hello' }] };
    const usage = { inputTokens: 3, outputTokens: 1, totalTokens: 4 };
    send('application/json', JSON.stringify({ output: { message }, stopReason: 'end_turn', usage }));
  } else {
    send('text/plain', 'hello');
  }
}

record([new AwsInstrumentation()], async () => {
  const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime');
  const { DynamoDBClient, ScanCommand } = require('@aws-sdk/client-dynamodb');
  const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda');
  const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
  const { PublishCommand, SNSClient } = require('@aws-sdk/client-sns');
  const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
  const { NodeHttpHandler } = require('@smithy/node-http-handler');
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const options = { endpoint, region: 'eu-central-1', credentials };
  await new DynamoDBClient(options).send(new ScanCommand({ TableName: 'tickets' }));
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'articles', Key: 'KB-1' }));
  await Body.transformToString();
  const QueueUrl = `${endpoint}/1234/tickets`;
  await new SQSClient(options).send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  const TopicArn = 'arn:aws:sns:eu-central-1:1234:escalations';
  await new SNSClient(options).send(new PublishCommand({ TopicArn, Message: 'hello' }));
  await new LambdaClient(options).send(new InvokeCommand({ FunctionName: 'classify', Payload: '{}' }));
  const messages = [{ role: 'user', content: [{ text: 'hello' }] }];
  // By itself this client speaks HTTP/2.
  const bedrock = new BedrockRuntimeClient({ ...options, requestHandler: new NodeHttpHandler() });
  await bedrock.send(new ConverseCommand({ modelId: 'a-model', messages }));
});
