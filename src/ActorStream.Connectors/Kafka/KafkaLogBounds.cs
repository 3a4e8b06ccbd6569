namespace ActorStream.Connectors.Kafka;

/// <summary>Looks whether partitions still hold the offsets that a table is read from: retention may have removed records, and a topic
/// may have lost its end.</summary>
internal sealed class KafkaLogBounds(ILog log, string table, Action<string> warn)
{
    /// <summary>To stop.</summary>
    public const string NoReset = "none";

    /// <summary>To go on where the log begins.</summary>
    public const string ResetToEarliest = "earliest";

    /// <summary>To go on where it ends.</summary>
    public const string ResetToLatest = "latest";

    /// <summary>Where to read instead of offsets that are not there.</summary>
    /// <param name="offsets">The offsets that are to be read next.</param>
    /// <param name="resetOf">What to do for a partition that lacks its offset; true: the log begins behind it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The partitions that are read from elsewhere.</returns>
    /// <exception cref="ConnectorException">An offset is not there, and nothing is to be read instead.</exception>
    public async ValueTask<IReadOnlyDictionary<LogPartition, long>> MoveAsync(
        IReadOnlyList<LogOffset> offsets, Func<LogPartition, bool, string> resetOf, CancellationToken cancellationToken)
    {
        var moved = new Dictionary<LogPartition, long>();
        if (offsets.Count == 0) return moved;
        LogPartition[] partitions = [.. offsets.Select(static o => o.Partition)];
        Dictionary<LogPartition, long> firsts = ByPartition(await log.EarliestOffsetsAsync(partitions, cancellationToken));
        Dictionary<LogPartition, long> ends =
            ByPartition(await log.LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, cancellationToken));
        // Records of transactions that are open stand behind the end that committed readers see.
        LogPartition[] behind = [.. offsets.Where(o => o.Offset > ends[o.Partition]).Select(static o => o.Partition)];
        if (behind.Length > 0)
        {
            foreach (LogOffset end in await log.LatestOffsetsAsync(behind, LogIsolation.ReadUncommitted, cancellationToken))
                ends[end.Partition] = end.Offset;
        }
        foreach (LogOffset next in offsets)
        {
            (long first, long end) = (firsts[next.Partition], ends[next.Partition]);
            if (next.Offset >= first && next.Offset <= end) continue;
            string reset = resetOf(next.Partition, next.Offset < first);
            if (reset == NoReset)
                throw LogErrors.OffsetOutOfRange(next.Partition, next.Offset, first, end, log.Address, table);
            moved[next.Partition] = reset == ResetToEarliest ? first : end;
            warn($"Table \"{table}\" reads {next.Partition} from offset {moved[next.Partition]} instead of {next.Offset}, because the log "
                + $"goes from {first} to {end}: " + (next.Offset < first ? "what was before was removed." : "it has lost its end."));
        }
        return moved;
    }

    private static Dictionary<LogPartition, long> ByPartition(IReadOnlyList<LogOffset> offsets) =>
        offsets.ToDictionary(static o => o.Partition, static o => o.Offset);
}
