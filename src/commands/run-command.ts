import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import type { Receipt, Submission } from '../event-sourcing/submission.js';

/** A command of any aggregate on its way to the ledger. */
export class RunCommand extends Command<Receipt> {
  constructor(readonly submission: Submission) {
    super();
  }
}

@CommandHandler(RunCommand)
export class RunCommandHandler implements ICommandHandler<RunCommand> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  execute({ submission }: RunCommand): Promise<Receipt> {
    return this.runner.run(submission);
  }
}
