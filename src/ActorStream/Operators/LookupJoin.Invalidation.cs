using ActorStream.Types;

namespace ActorStream.Operators;

/// <content>
/// Forgetting. What was asked for before is on its way and may be older than what is to be seen from now on: keys that wait are asked
/// for again under a new generation, the lookup actor merges nothing with what it has sent, and answers of older generations are not
/// taken.
/// </content>
internal sealed partial class LookupJoin
{
    /// <inheritdoc/>
    public override int Invalidate(string? table, string? key)
    {
        if (table is not null && _plan.Table != table) return 0;
        int dropped = 0;
        var waiting = new List<int>();
        if (key is null)
        {
            dropped = _cache.Clear();
            waiting.AddRange(_stash.WaitingEntities);
        }
        else
        {
            int entity = Find(key);
            if (entity >= 0 && _stash.IsWaiting(entity)) waiting.Add(entity);
            if (entity >= 0 && _cache.KindOf(entity) != CacheEntryKind.None)
            {
                _cache.Drop(entity);
                dropped++;
            }
        }
        // Also where nobody waits here: a key that comes next must not be given what was sent for another shard.
        AskAnew(waiting);
        return dropped;
    }

    private void AskAnew(List<int> entities)
    {
        _generation++;
        ColumnBuilder[] builders = [.. KeyTypes.Select(ColumnBuilder.Create)];
        var encoded = new BytesColumnBuilder();
        foreach (int entity in entities)
        {
            ReadOnlySpan<byte> key = _cache.Entities.KeyOf(entity);
            encoded.Append(key);
            Column[] columns = KeyEncoder.Decode(key, KeyTypes);
            for (int i = 0; i < builders.Length; i++) builders[i].AppendFrom(columns[i], 0);
            _stash.Ask(entity, _generation);
        }
        Loads += entities.Count;
        var keys = new Batch([.. builders.Select(b => b.Build())], entities.Count);
        _request(new LookupRequest(this, keys, (BytesColumn)encoded.Build(), [.. entities], _generation, IsAnew: true));
    }

    private LookupAnswer WithoutOutdated(LookupAnswer answer)
    {
        bool[] isCurrent = [.. answer.Entities.Select(e => _stash.IsWaitingSince(e, answer.Generation))];
        if (!isCurrent.AsSpan().Contains(false)) return answer;
        int[] indexes = new int[isCurrent.Length];
        var entities = new List<int>();
        for (int i = 0; i < indexes.Length; i++)
        {
            indexes[i] = entities.Count;
            if (isCurrent[i]) entities.Add(answer.Entities[i]);
        }
        int[] rows = [.. Enumerable.Range(0, answer.Rows.Count).Where(r => isCurrent[answer.KeyRows[r]])];
        return answer with
        {
            Entities = [.. entities],
            Rows = answer.Rows.Take(rows),
            KeyRows = [.. rows.Select(r => indexes[answer.KeyRows[r]])],
        };
    }
}
