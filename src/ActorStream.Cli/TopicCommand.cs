using System.CommandLine;
using ActorStream.Connectors;

namespace ActorStream.Cli;

/// <summary><c>topic create|alter|list|produce|consume</c>: fills and reads topics of Kafka or of the embedded log.</summary>
internal static class TopicCommand
{
    private const int MaxPartitions = 10_000;

    public static Command Create(Terminal terminal) => new("topic", "Make, fill and read topics.")
    {
        CreateCreate(terminal), CreateAlter(terminal), CreateList(terminal), CreateProduce(terminal), CreateConsume(terminal),
    };

    private static Command CreateCreate(Terminal terminal)
    {
        var log = new LogOptions();
        Argument<string> topic = TopicArgument();
        Option<int?> partitions = CommandOptions.Number("--partitions", "How many partitions. Default: 1.", 1, MaxPartitions);
        Option<Dictionary<string, string>> settings =
            CommandOptions.Pairs("--setting", "A setting of the topic, such as cleanup.policy=compact.");
        var command = log.AddTo(new Command("create", "Make a topic.") { topic, partitions, settings });
        log.RefuseWhenLocal(command, settings, "topics of an embedded log have no settings, and keep what they are given");
        command.SetAction(async (result, cancellationToken) =>
        {
            await using ILog open = log.Open(result, terminal, isMade: true);
            string name = result.GetValue(topic)!;
            int count = result.GetValue(partitions) ?? 1;
            if (!await open.CreateTopicAsync(name, count, result.GetValue(settings), cancellationToken))
            {
                throw new ActorStreamException($"Topic \"{name}\" exists already in {open.Address}.", ErrorDomain.User);
            }
            terminal.Out.WriteLine($"Created topic {name} with {Show.Count(count, "partition")}.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateAlter(Terminal terminal)
    {
        var log = new LogOptions();
        Argument<string> topic = TopicArgument();
        Option<int?> partitions = CommandOptions.Number("--partitions", "How many partitions it shall have.", 1, MaxPartitions);
        partitions.Required = true;
        Command command = log.AddTo(
            new Command("alter", "Give a topic more partitions. Jobs that read it take them in while they run.") { topic, partitions });
        command.SetAction(async (result, cancellationToken) =>
        {
            await using ILog open = log.Open(result, terminal);
            string name = result.GetValue(topic)!;
            int count = result.GetValue(partitions)!.Value;
            if (!await open.AddPartitionsAsync(name, count, cancellationToken))
            {
                int present = (await open.FindTopicAsync(name, cancellationToken))?.Partitions ?? 0;
                if (present == count) terminal.Out.WriteLine($"Topic {name} has {Show.Count(count, "partition")} already.");
                else throw new ActorStreamException(
                    $"Topic \"{name}\" has {Show.Count(present, "partition")}, and a topic cannot be made to have fewer.",
                    ErrorDomain.User);
                return ExitCode.Success;
            }
            terminal.Out.WriteLine($"Topic {name} has {Show.Count(count, "partition")} now.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateList(Terminal terminal)
    {
        var log = new LogOptions();
        Command command = log.AddTo(new Command("list", "List the topics and how many records they hold."));
        command.SetAction(async (result, cancellationToken) =>
        {
            await using ILog open = log.Open(result, terminal);
            await new TopicTransfer(open, terminal).ListAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateProduce(Terminal terminal)
    {
        var log = new LogOptions();
        Argument<string> topic = TopicArgument();
        Option<string?> key =
            CommandOptions.Text("--key", "The field of the JSON object whose value becomes the record's key.", "FIELD");
        Option<bool> base64 = CommandOptions.Flag(
            "--base64", "Write a line base64:… as the bytes that it encodes, as consume prints values that are not UTF-8.");
        Command command = log.AddTo(
            new Command("produce", "Write lines of standard input, one JSON object each, as records.") { topic, key, base64 });
        command.SetAction(async (result, cancellationToken) =>
        {
            await using ILog open = log.Open(result, terminal);
            await new TopicTransfer(open, terminal).ProduceAsync(
                result.GetValue(topic)!, result.GetValue(key), result.GetValue(base64), cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateConsume(Terminal terminal)
    {
        var log = new LogOptions();
        Argument<string> topic = TopicArgument();
        Option<bool> fromBeginning = CommandOptions.Flag("--from-beginning", "Start with the oldest record instead of the next one.");
        Option<int?> count = CommandOptions.Number("--count", "End after this many records.", 0);
        Option<TimeSpan?> timeout = CommandOptions.Duration("--timeout", "End when no record came for this long.");
        Option<bool> withKeys = CommandOptions.Flag("--with-keys", "Print the partition, the offset and the key before each value.");
        const string Description = "Print committed records, one a line: what is not UTF-8 as base64:…, and NULL as null.";
        Command command = log.AddTo(new Command("consume", Description) { topic, fromBeginning, count, timeout, withKeys });
        command.SetAction(async (result, cancellationToken) =>
        {
            await using ILog open = log.Open(result, terminal);
            var limits = new ConsumeLimits(result.GetValue(count) ?? int.MaxValue, result.GetValue(timeout));
            await new TopicTransfer(open, terminal).ConsumeAsync(
                result.GetValue(topic)!, result.GetValue(fromBeginning), result.GetValue(withKeys), limits, cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> TopicArgument() => new Argument<string>("TOPIC") { Description = "The topic's name." }.NotEmpty();
}
