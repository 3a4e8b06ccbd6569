using ActorStream.Actors;
using ActorStream.Connectors;

namespace ActorStream.Runtime;

/// <summary>Reads one source and hands each split's batches to its shard; waits while that shard has enough.</summary>
internal sealed class SourcePump
{
    private readonly string _sourceId;
    private readonly ISource _source;
    private readonly IReadOnlyList<SplitStart> _starts;
    private readonly IReadOnlyDictionary<string, ActorRef> _shards;
    private readonly Action _onNewSplits;

    /// <summary>Makes a pump.</summary>
    /// <param name="sourceId">The source's place in the plan.</param>
    /// <param name="source">The opened source.</param>
    /// <param name="starts">Its splits that have not ended, with where to go on.</param>
    /// <param name="shards">The shard of each split, by split id.</param>
    /// <param name="onNewSplits">Told when the source has found splits that are not among these.</param>
    public SourcePump(
        string sourceId, ISource source, IReadOnlyList<SplitStart> starts, IReadOnlyDictionary<string, ActorRef> shards, Action onNewSplits)
    {
        _onNewSplits = onNewSplits;
        _sourceId = sourceId;
        _source = source;
        _starts = starts;
        _shards = shards;
    }

    /// <summary>Told of what reading threw, before the reader is closed.</summary>
    public Action<Exception>? OnFailure { get; init; }

    /// <summary>Reads until every split has ended, or until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var open = _starts.ToDictionary(s => s.Split.Id, s => s.Split);
        if (open.Count > 0)
        {
            await using ISourceReader reader = _source.CreateReader(_starts);
            try
            {
                while (await reader.ReadAsync(cancellationToken) is { } batch)
                {
                    if (batch.HasNewSplits) _onNewSplits();
                    if (batch.IsEnd) open.Remove(batch.Split.Id);
                    if (!await _shards[batch.Split.Id].TellDataAsync(new ShardBatch(_sourceId, batch), cancellationToken)) return;
                    if (open.Count == 0) break;
                }
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                OnFailure?.Invoke(failure);
                throw;
            }
        }
        foreach (SourceSplit split in open.Values)
            await _shards[split.Id].TellDataAsync(new SplitEnded(_sourceId, split), cancellationToken);
    }
}
