import 'reflect-metadata';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ENTRY_ROUTE } from '../http/entry.js';
import { built } from '../product.js';
import { openDurably } from './durable-database.js';
import { GroupCommit } from './group-commit.js';

const { LogAction } = await built('src/campaigns/campaign/campaign.commands.js');
const { parseJson } = await built('src/commands/json.js');
const { validateCommand } = await built('src/commands/validate.js');

const [file = ''] = process.argv.slice(2);
const database = openDurably(file);
const rows = new GroupCommit(database);

/** One route: the body judged by the product's own class, one row, answered after the commit. Nothing else. */
@Controller()
class EntryController {
  @Post(ENTRY_ROUTE)
  async log(@Body() body: unknown): Promise<object> {
    const { asked } = validateCommand('LogAction', LogAction, body, Date.now());
    return { id: await rows.add(JSON.stringify(asked)) };
  }
}

@Module({ controllers: [EntryController] })
class RivalModule {}

const adapter = new FastifyAdapter();
const app = await NestFactory.create<NestFastifyApplication>(RivalModule, adapter, {
  bodyParser: false,
  logger: false,
});
const server = adapter.getInstance();
server.removeAllContentTypeParsers();
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
  try {
    done(null, parseJson(body as Buffer));
  } catch (error) {
    done(error as Error);
  }
});
await app.listen(0, '127.0.0.1');
process.stdout.write(`The rival is at ${await app.getUrl()}\n`);
process.on('SIGTERM', () => {
  database.close();
  process.exit(0);
});
