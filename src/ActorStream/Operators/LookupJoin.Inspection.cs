using System.Runtime.InteropServices;
using System.Text;
using ActorStream.Expressions;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <content>What operations see of its entities, as text.</content>
internal sealed partial class LookupJoin
{
    private readonly EvaluationContext _textContext = new(TimeZoneInfo.Utc);

    private DataType[] KeyTypes => [.. _plan.Keys.Select(k => k.Type)];

    /// <inheritdoc/>
    public override CacheInfo? Cache => new(
        Id, _plan.Table, _plan.Options.CacheEnabled, _cache.EntryCount, _plan.Options.MaxRows, Hits, Misses, Loads, _cache.Evictions,
        _cache.Expirations, DegradedRows, WaitingRows, _cache.SizeBytes, _cache.OldestLoadedAtMs);

    /// <inheritdoc/>
    public override void FindEntities(EntityQuery query, List<EntityInfo> found)
    {
        foreach (int entity in Entities(query.Key, query.Limit)) found.Add(Describe(entity, query));
    }

    private IEnumerable<int> Entities(string? key, int limit)
    {
        if (key is null) return _cache.Newest().Take(limit);
        DataType[] types = KeyTypes;
        if (types is [{ IsText: true }])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(key);
            int entity = _cache.Entities.Find(EntityTable.Hash(bytes), bytes);
            return entity < 0 ? [] : [entity];
        }
        // Other keys are compared as text, so that people can write them as they see them.
        return Enumerable.Range(0, _cache.Entities.Capacity)
            .Where(e => _cache.Entities.IsLive(e) && KeyText(types, e) == key).Take(limit);
    }

    private EntityInfo Describe(int entity, EntityQuery query)
    {
        CacheEntryKind kind = _cache.KindOf(entity);
        var slots = new List<int>();
        for (int slot = _cache.FirstSlot(entity); slot >= 0; slot = _cache.NextSlot(slot)) slots.Add(slot);
        Batch rows = _cache.Rows.Take(CollectionsMarshal.AsSpan(slots));
        Column[] texts = [.. _plan.Columns.Select((c, i) => Text(rows, i, c.Type))];
        var shown = new List<IReadOnlyDictionary<string, string?>>();
        for (int row = 0; row < rows.Count; row++)
        {
            var values = new Dictionary<string, string?>(StringComparer.Ordinal);
            for (int i = 0; i < texts.Length; i++) values[_plan.Columns[i].Name] = At(texts[i], row);
            shown.Add(values);
        }
        long? loadedAt = kind == CacheEntryKind.None ? null : _cache.LoadedAtMs(entity);
        return new EntityInfo(
            Id, KeyText(KeyTypes, entity), query.Shard, kind == CacheEntryKind.None ? "loading" : kind.ToString().ToLowerInvariant(),
            loadedAt, loadedAt is null ? null : query.NowMs - loadedAt, shown);
    }

    private string KeyText(DataType[] types, int entity)
    {
        var key = new Batch(KeyEncoder.Decode(_cache.Entities.KeyOf(entity), types), 1);
        return string.Join(",", types.Select((t, i) => At(Text(key, i, t), 0)));
    }

    private Column Text(Batch rows, int column, DataType type) =>
        ExpressionCompiler.Compile(new CastExpression(new ColumnExpression(column, "", type), DataType.String, isTry: false)).Evaluate(
            rows, _textContext);

    private static string? At(Column texts, int row) => texts.IsNull(row) ? null : Encoding.UTF8.GetString(((BytesColumn)texts)[row]);
}
