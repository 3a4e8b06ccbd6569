using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Runtime;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Jobs;

/// <summary>Shows entities as text. Runs on the shard's turn.</summary>
internal static class EntityView
{
    /// <summary>Entities of a key, or those used last.</summary>
    public static List<EntityInfo> List(Shard shard, JobGraph graph, string? key, int limit)
    {
        var found = new List<EntityInfo>();
        var context = new EvaluationContext(TimeZoneInfo.Utc);
        foreach (LookupJoin join in shard.Operators.OfType<LookupJoin>())
        {
            GraphLookup lookup = graph.Lookups.First(l => l.Id == join.Id);
            foreach (int entity in Entities(join, lookup, key, limit, context)) found.Add(Describe(shard, join, lookup, entity, context));
        }
        return found;
    }

    /// <summary>Drops cached rows of a key, or all.</summary>
    /// <returns>How many entries were dropped.</returns>
    public static int Invalidate(Shard shard, JobGraph graph, string? table, string? key)
    {
        int dropped = 0;
        var context = new EvaluationContext(TimeZoneInfo.Utc);
        foreach (LookupJoin join in shard.Operators.OfType<LookupJoin>())
        {
            GraphLookup lookup = graph.Lookups.First(l => l.Id == join.Id);
            if (table is not null && lookup.Node.Table.Name != table) continue;
            if (key is null)
            {
                dropped += join.Cache.Clear(join.IsWaiting);
                continue;
            }
            foreach (int entity in Entities(join, lookup, key, int.MaxValue, context).ToList())
            {
                if (join.Cache.KindOf(entity) == CacheEntryKind.None) continue;
                join.Cache.Drop(entity);
                dropped++;
            }
        }
        return dropped;
    }

    private static IEnumerable<int> Entities(LookupJoin join, GraphLookup lookup, string? key, int limit, EvaluationContext context)
    {
        if (key is null) return join.Cache.Newest().Take(limit);
        IReadOnlyList<DataType> types = KeyTypes(lookup);
        if (types is [{ IsText: true }])
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(key);
            int entity = join.Cache.Entities.Find(EntityTable.Hash(bytes), bytes);
            return entity < 0 ? [] : [entity];
        }
        // Other keys are compared as text, so that people can write them as they see them.
        return Enumerable.Range(0, join.Cache.Entities.Capacity)
            .Where(e => join.Cache.Entities.IsLive(e) && KeyText(join, types, e, context) == key).Take(limit);
    }

    private static EntityInfo Describe(Shard shard, LookupJoin join, GraphLookup lookup, int entity, EvaluationContext context)
    {
        LookupCache cache = join.Cache;
        CacheEntryKind kind = cache.KindOf(entity);
        var slots = new List<int>();
        for (int slot = cache.FirstSlot(entity); slot >= 0; slot = cache.NextSlot(slot)) slots.Add(slot);
        Batch rows = cache.Rows.Take(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(slots));
        Column[] texts = [.. lookup.Node.Columns.Select((c, i) => Text(rows, i, c.Type, context))];
        var shown = new List<IReadOnlyDictionary<string, string?>>();
        for (int row = 0; row < rows.Count; row++)
        {
            var values = new Dictionary<string, string?>(StringComparer.Ordinal);
            for (int i = 0; i < texts.Length; i++) values[lookup.Node.Columns[i].Name] = At(texts[i], row);
            shown.Add(values);
        }
        long? loadedAt = kind == CacheEntryKind.None ? null : cache.LoadedAtMs(entity);
        return new EntityInfo(
            join.Id, KeyText(join, KeyTypes(lookup), entity, context), shard.Number,
            kind == CacheEntryKind.None ? "loading" : kind.ToString().ToLowerInvariant(), loadedAt, loadedAt is null ? null
                : shard.NowMs - loadedAt, shown);
    }

    private static IReadOnlyList<DataType> KeyTypes(GraphLookup lookup) => [.. lookup.Node.Keys.Select(k => k.Probe.Type)];

    private static string KeyText(LookupJoin join, IReadOnlyList<DataType> types, int entity, EvaluationContext context)
    {
        var key = new Batch(KeyEncoder.Decode(join.Cache.Entities.KeyOf(entity), types), 1);
        return string.Join(",", types.Select((t, i) => At(Text(key, i, t, context), 0)));
    }

    private static Column Text(Batch rows, int column, DataType type, EvaluationContext context) =>
        ExpressionCompiler.Compile(new CastExpression(new ColumnExpression(column, "", type), DataType.String, isTry: false)).Evaluate(rows,
            context);

    private static string? At(Column texts, int row) => texts.IsNull(row) ? null
        : System.Text.Encoding.UTF8.GetString(((BytesColumn)texts)[row]);
}
