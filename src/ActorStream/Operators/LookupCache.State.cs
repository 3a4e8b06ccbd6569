using System.Runtime.InteropServices;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <content>What of the cache goes into segments: the entries that changed, with their rows; keys that went, as kind 0.</content>
internal sealed partial class LookupCache
{
    private const string EntrySection = "/entries";
    private const string RowSection = "/rows";
    private const byte Dirty = 1;
    private const byte Persisted = 2;
    private const byte Listed = 4;

    private static readonly DataType[] EntryTypes =
        [DataType.Bytes.NotNull(), DataType.TinyInt.NotNull(), DataType.BigInt.NotNull(), DataType.Int.NotNull()];

    private readonly List<int> _dirty = [];
    private readonly List<byte[]> _removed = [];
    private byte[] _flags = [];
    private long _removedBytes;

    /// <summary>What its sections are called, behind the operator's id.</summary>
    public static IReadOnlyList<string> Sections { get; } = [EntrySection, RowSection];

    private long StateSizeBytes => _dirty.Capacity * 4L + _removedBytes;

    /// <summary>Writes the entries that changed since the last call, or all.</summary>
    public void Snapshot(string id, SegmentWriter writer, bool full)
    {
        var keys = new BytesColumnBuilder();
        var kinds = new FixedColumnBuilder<sbyte>();
        var loaded = new FixedColumnBuilder<long>();
        var counts = new FixedColumnBuilder<int>();
        var slots = new List<int>();
        if (!full)
        {
            foreach (byte[] key in _removed) AddEntry(key, CacheEntryKind.None, 0, 0);
        }
        foreach (int entity in full ? Newest().Reverse() : _dirty)
        {
            if (!full) _flags[entity] &= unchecked((byte)~Listed);
            if (!_table.IsLive(entity) || (!full && (_flags[entity] & Dirty) == 0)) continue;
            int before = slots.Count;
            for (int slot = _firstSlots[entity]; slot >= 0; slot = _nextSlots[slot]) slots.Add(slot);
            AddEntry(_table.KeyOf(entity), _kinds[entity], _loadedAtMs[entity], slots.Count - before);
            _flags[entity] = _kinds[entity] == CacheEntryKind.None ? (byte)0 : Persisted;
        }
        if (full)
        {
            foreach (int entity in _dirty) _flags[entity] &= Persisted;
        }
        _dirty.Clear();
        _removed.Clear();
        _removedBytes = 0;
        if (keys.Count == 0) return;
        int count = keys.Count;
        writer.Add(id + EntrySection, new Batch([keys.Build(), kinds.Build(), loaded.Build(), counts.Build()], count), EntryTypes);
        writer.Add(id + RowSection, _rows.Take(CollectionsMarshal.AsSpan(slots)), _rows.Types);

        void AddEntry(ReadOnlySpan<byte> key, CacheEntryKind kind, long loadedAtMs, int rowCount)
        {
            keys.Append(key);
            kinds.Append((sbyte)kind);
            loaded.Append(loadedAtMs);
            counts.Append(rowCount);
        }
    }

    /// <summary>Reads a segment's entries over those that are there.</summary>
    public void Restore(string id, SegmentReader reader)
    {
        if (reader.Read(id + EntrySection, EntryTypes) is not { } entries) return;
        Batch rows = reader.Read(id + RowSection, _rows.Types) ?? throw new StateException($"State of \"{id}\" has entries but no rows.");
        var keys = (BytesColumn)entries.Columns[0];
        var kinds = (FixedColumn<sbyte>)entries.Columns[1];
        var loaded = (FixedColumn<long>)entries.Columns[2];
        var counts = (FixedColumn<int>)entries.Columns[3];
        int row = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            int entity = GetOrAdd(keys[i]);
            if (kinds[i] == 0)
            {
                Remove(entity);
                continue;
            }
            Begin(entity, loaded[i]);
            // Rows were written in the chain's order and AddRow puts each in front: so they are added from the last.
            for (int n = counts[i] - 1; n >= 0; n--) AddRow(entity, rows, row + n);
            row += counts[i];
        }
    }

    /// <summary>Everything restored counts as written.</summary>
    public void Restored()
    {
        SortLoaded();
        foreach (int entity in _dirty) _flags[entity] = _table.IsLive(entity) ? Persisted : (byte)0;
        _dirty.Clear();
        _removed.Clear();
        _removedBytes = 0;
    }

    private void MarkDirty(int entity)
    {
        if (!_options.CacheEnabled) return;
        byte flags = _flags[entity];
        _flags[entity] = (byte)(flags | Dirty | Listed);
        // An index that is used again and again between two snapshots is listed once: the list is never longer than the table.
        if ((flags & Listed) == 0) _dirty.Add(entity);
    }

    private void ForgetDirty(int entity)
    {
        if ((_flags[entity] & Persisted) != 0)
        {
            byte[] key = _table.KeyOf(entity).ToArray();
            _removed.Add(key);
            _removedBytes += key.Length + 32;
        }
        _flags[entity] &= Listed;
    }
}
