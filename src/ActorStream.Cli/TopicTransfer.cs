using System.Text;
using System.Text.Json;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Cli;

/// <summary>When reading a topic ends.</summary>
internal sealed record ConsumeLimits(int Count, TimeSpan? Idle);

/// <summary>Moves records between a log and the terminal.</summary>
internal sealed class TopicTransfer(ILog log, Terminal terminal)
{
    /// <summary>What stands before a value that is no text.</summary>
    private const string Base64Prefix = "base64:";

    private const int BatchSize = 1_000;

    public async Task ListAsync(CancellationToken cancellationToken)
    {
        var table = new TextTable("TOPIC", "PARTITIONS", "RECORDS");
        foreach (LogTopic topic in await log.ListTopicsAsync(cancellationToken))
        {
            LogPartition[] partitions = PartitionsOf(topic);
            IReadOnlyList<LogOffset> first = await log.EarliestOffsetsAsync(partitions, cancellationToken);
            IReadOnlyList<LogOffset> end = await log.LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, cancellationToken);
            table.Add(topic.Name, topic.Partitions.ToString(), Show.Count(end.Sum(static o => o.Offset) - first.Sum(static o => o.Offset)));
        }
        table.Write(terminal.Out);
    }

    /// <summary>Writes the lines of standard input; says how many there were.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="keyField">The field of the line's JSON object that becomes the key; null: records have no keys.</param>
    /// <param name="decodesBase64">Whether a line may be what <see cref="ConsumeAsync"/> prints for a value that is no text.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ProduceAsync(string topic, string? keyField, bool decodesBase64, CancellationToken cancellationToken)
    {
        await FindTopicAsync(topic, cancellationToken);
        await using ILogAppender appender = log.OpenAppender();
        var keys = new BytesColumnBuilder();
        var values = new BytesColumnBuilder();
        long line = 0, written = 0;
        // Each byte as one character: what is not UTF-8 must reach the topic as it is.
        using StreamReader? bytes = terminal.InputBytes is { } input
            ? new StreamReader(input, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true)
            : null;
        Encoding encoding = bytes is null ? Encoding.UTF8 : Encoding.Latin1;
        while (await (bytes ?? terminal.In).ReadLineAsync(cancellationToken) is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            byte[] value = encoding.GetBytes(text);
            if (line == 1 && value.AsSpan().StartsWith(Encoding.UTF8.Preamble)) value = value[Encoding.UTF8.Preamble.Length..];
            if (decodesBase64) value = Decoded(value, line);
            if (keyField is not null) AppendKey(keys, value, keyField, line);
            values.Append(value);
            written++;
            if (values.Count >= BatchSize) await AppendAsync();
        }
        if (values.Count > 0) await AppendAsync();
        await appender.FlushAsync(cancellationToken);
        terminal.Out.WriteLine($"{Show.Count(written, "record")} written to {topic}.");

        async Task AppendAsync()
        {
            int count = values.Count;
            await appender.AppendAsync(new LogAppend
            {
                Topic = topic,
                Count = count,
                Keys = keyField is null ? null : (BytesColumn)keys.Build(),
                Values = (BytesColumn)values.Build(),
            }, cancellationToken);
        }
    }

    /// <summary>Prints committed records until a limit is met or the command is interrupted.</summary>
    public async Task ConsumeAsync(
        string topic, bool fromBeginning, bool withKeys, ConsumeLimits limits, CancellationToken cancellationToken)
    {
        LogPartition[] partitions = PartitionsOf(await FindTopicAsync(topic, cancellationToken));
        IReadOnlyList<LogOffset> starts = fromBeginning
            ? await log.EarliestOffsetsAsync(partitions, cancellationToken)
            : await log.LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, cancellationToken);
        await using ILogReader reader = log.OpenReader(starts);
        int left = limits.Count;
        while (left > 0)
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using ITimer? timer = limits.Idle is { } wait
                ? terminal.TimeProvider.CreateTimer(_ => idle.Cancel(), null, wait, Timeout.InfiniteTimeSpan)
                : null;
            try
            {
                LogRecords records;
                do
                {
                    records = await reader.ReadAsync(idle.Token);
                }
                while (records.Count == 0);
                left -= Print(records, Math.Min(left, records.Count), withKeys);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        await terminal.Out.FlushAsync(CancellationToken.None);
    }

    private int Print(LogRecords records, int count, bool withKeys)
    {
        for (int i = 0; i < count; i++)
        {
            if (withKeys) terminal.Out.Write($"{records.Partition.Partition}\t{records.Offsets[i]}\t{TextOf(records.Keys, i)}\t");
            terminal.Out.WriteLine(TextOf(records.Values, i));
        }
        terminal.Out.Flush();
        return count;
    }

    /// <summary>A value as a line; what is no text, or would be taken for what is none, in base64, so that nothing is lost.</summary>
    private static string TextOf(BytesColumn column, int row)
    {
        if (column.IsNull(row)) return "null";
        ReadOnlySpan<byte> value = column[row];
        bool isText = System.Text.Unicode.Utf8.IsValid(value) && !value.StartsWith("base64:"u8);
        return isText ? Encoding.UTF8.GetString(value) : Base64Prefix + Convert.ToBase64String(value);
    }

    private static byte[] Decoded(byte[] value, long line)
    {
        if (!value.AsSpan().StartsWith("base64:"u8)) return value;
        try
        {
            return Convert.FromBase64String(Encoding.Latin1.GetString(value.AsSpan(Base64Prefix.Length)));
        }
        catch (FormatException e)
        {
            throw new ActorStreamException($"What follows base64: in line {line} is not base64.", ErrorDomain.User,
                hint: "Without --base64, lines are written as they are.", innerException: e);
        }
    }

    private async Task<LogTopic> FindTopicAsync(string topic, CancellationToken cancellationToken) =>
        await log.FindTopicAsync(topic, cancellationToken)
        ?? throw new ActorStreamException($"Topic \"{topic}\" was not found in {log.Address}.", ErrorDomain.User,
            hint: $"Make it with actorstream topic create {topic}.");

    private static LogPartition[] PartitionsOf(LogTopic topic) =>
        [.. Enumerable.Range(0, topic.Partitions).Select(p => new LogPartition(topic.Name, p))];

    private static void AppendKey(BytesColumnBuilder keys, byte[] json, string field, long line)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && TryFindField(ref reader, field))
            {
                if (reader.TokenType == JsonTokenType.Null) keys.AppendNull();
                else if (reader.TokenType == JsonTokenType.String) keys.Append(reader.GetString());
                else if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) keys.Append(reader.ValueSpan);
                else throw WrongKey($"Field \"{field}\" is an object or array");
                return;
            }
            if (reader.TokenType != JsonTokenType.EndObject) throw WrongKey("The line is not a JSON object");
            keys.AppendNull();
        }
        catch (JsonException e)
        {
            throw WrongKey($"The line is not JSON ({e.Message})");
        }

        ActorStreamException WrongKey(string problem) =>
            new($"{problem} in line {line}, so it gives no key.", ErrorDomain.User, hint: "Without --key, lines are written as they are.");
    }

    private static bool TryFindField(ref Utf8JsonReader reader, string field)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isWanted = reader.ValueTextEquals(field);
            reader.Read();
            if (isWanted) return true;
            reader.Skip();
        }
        return false;
    }
}
