import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readiness, type ReadinessReport } from '../server/readiness.js';

@Controller()
@ApiTags('health')
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('healthz')
  @ApiOperation({ summary: 'Whether the process is alive' })
  alive(): object {
    return { status: 'alive' };
  }

  @Get('readyz')
  @ApiOperation({ summary: 'Whether it can do its work: 503 with reasons where it cannot' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    void reply.status(report.ready ? 200 : 503);
    return report;
  }
}
