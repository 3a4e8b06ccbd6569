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
        if (query.Key is not { } key)
        {
            foreach (int entity in _cache.Newest().Take(query.Limit)) found.Add(Describe(entity, query));
        }
        else if (Find(key) is var entity and >= 0 && (_stash.IsWaiting(entity) || _cache.KindOf(entity) != CacheEntryKind.None))
            found.Add(Describe(entity, query));
    }

    /// <summary>The entity of a key as people see it written, or −1: its text is read as a key's and found by its bytes, so that nobody
    /// waits for a walk over all.</summary>
    private int Find(string key)
    {
        DataType[] types = KeyTypes;
        // Parts may hold commas themselves: every way to cut the text at so many of them is tried, within reason.
        int tries = 1000;
        return Find(key, types, new Column[types.Length], 0, ref tries);
    }

    private int Find(string rest, DataType[] types, Column[] parts, int index, ref int tries)
    {
        bool isLast = index == types.Length - 1;
        for (int end = isLast ? rest.Length : rest.IndexOf(',', StringComparison.Ordinal); end >= 0 && tries-- > 0;
            end = isLast ? -1 : rest.IndexOf(',', end + 1))
        {
            parts[index] = Parse(rest[..end], types[index]);
            if (parts[index].IsNull(0)) continue;
            int entity = isLast ? FindBytes(KeyEncoder.Encode(parts, 1)[0]) : Find(rest[(end + 1)..], types, parts, index + 1, ref tries);
            if (entity >= 0) return entity;
        }
        return -1;
    }

    private int FindBytes(ReadOnlySpan<byte> key) => _cache.Entities.Find(EntityTable.Hash(key), key);

    private Column Parse(string text, DataType type)
    {
        var builder = new BytesColumnBuilder();
        builder.Append(text.AsSpan());
        var row = new Batch([builder.Build()], 1);
        if (type.IsText) return row.Columns[0];
        Column value = ExpressionCompiler
            .Compile(new CastExpression(new ColumnExpression(0, "", DataType.String), type.Nullable(), isTry: true))
            .Evaluate(row, _textContext);
        // What is rounded or padded on the way is another key.
        return value.IsNull(0) || At(Text(new Batch([value], 1), 0, type), 0) == text ? value : Nothing();
    }

    private static Column Nothing()
    {
        var builder = new BytesColumnBuilder();
        builder.AppendNull();
        return builder.Build();
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
