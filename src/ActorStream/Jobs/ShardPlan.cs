using ActorStream.Checkpoints;
using ActorStream.Runtime;

namespace ActorStream.Jobs;

/// <summary>A shard to be: what it reads, and from where.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Positions">Its splits and where to go on reading them.</param>
/// <param name="SourceIds">The sources whose splits these are.</param>
internal sealed record ShardPlan(int Number, List<SplitPosition> Positions, HashSet<string> SourceIds)
{
    /// <summary>Gives every split its shard: the one that read it before, where its state is; new ones go to the shards that are new.
    /// </summary>
    public static IReadOnlyList<ShardPlan> Assign(
        List<SplitPosition> splits, int shardCount, IReadOnlyDictionary<int, RestoredShard> restored)
    {
        var shards = new List<ShardPlan>(shardCount);
        for (int number = 0; number < shardCount; number++)
        {
            var shard = new ShardPlan(number, [], []);
            shards.Add(shard);
            if (!restored.TryGetValue(number, out RestoredShard? from)) continue;
            foreach (SplitPosition saved in from.Body.Positions)
            {
                int index = splits.FindIndex(s => s.SourceId == saved.SourceId && s.Split.Id == saved.Split.Id);
                if (index < 0) throw new StateException(
                    $"Split \"{saved.Split.Id}\" of {saved.SourceId}, which shard {number} read to {saved.Offset}, "
                        + "does not exist any more.",
                    "A topic or file was removed or replaced: bring it back, or start anew (--fresh).");
                Add(shard, splits[index] with { Offset = saved.Offset, State = saved.State });
                splits.RemoveAt(index);
            }
        }
        var unused = new Queue<ShardPlan>(shards.Where(s => s.Positions.Count == 0));
        foreach (SplitPosition split in splits) Add(shardCount == 1 ? shards[0] : unused.Dequeue(), split);
        return shards;

        static void Add(ShardPlan shard, SplitPosition position)
        {
            shard.Positions.Add(position);
            shard.SourceIds.Add(position.SourceId);
        }
    }
}
