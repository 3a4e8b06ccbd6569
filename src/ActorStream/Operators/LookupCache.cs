using ActorStream.Connectors;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>What is known of a key.</summary>
internal enum CacheEntryKind : byte
{
    /// <summary>Nothing: it must be looked up.</summary>
    None = 0,

    /// <summary>Its rows.</summary>
    Found = 1,

    /// <summary>That it has no row.</summary>
    Missing = 2,
}

/// <summary>
/// The dimension rows that one shard's entities hold: a component of the entity table. Per entity the kind, the time of load and of last
/// use, and a chain of slots in the row store. Bounded by a number of keys, least recently used go first.
/// </summary>
internal sealed partial class LookupCache
{
    private const int None = -1;

    private readonly LookupOptions _options;
    private readonly long _maxKeys;
    private readonly long _ttlMs;
    private readonly long _missingTtlMs;
    private readonly long _idleMs;
    private readonly EntityTable _table = new();
    private readonly RowStore _rows;

    private CacheEntryKind[] _kinds = [];
    private long[] _loadedAtMs = [];
    private long[] _usedAtMs = [];
    private int[] _firstSlots = [];
    private int[] _newer = [];
    private int[] _older = [];
    private int[] _nextSlots = [];
    private int _newest = None;
    private int _oldest = None;
    private int _entries;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="options">The table's options.</param>
    /// <param name="maxKeys">This shard's share of <see cref="LookupOptions.MaxRows"/>, or null for no bound.</param>
    /// <param name="types">The types of the rows.</param>
    public LookupCache(LookupOptions options, long? maxKeys, IReadOnlyList<DataType> types)
    {
        _options = options;
        _maxKeys = maxKeys ?? long.MaxValue;
        _ttlMs = Milliseconds(options.ExpireAfterWrite);
        _missingTtlMs = options.MissingKeyTtl is null ? _ttlMs : Milliseconds(options.MissingKeyTtl);
        _idleMs = Milliseconds(options.ExpireAfterAccess);
        _rows = new RowStore(types);
    }

    /// <summary>Keys that have an entry.</summary>
    public int EntryCount => _entries - _outdated;

    /// <summary>Entries that went to make room.</summary>
    public long Evictions { get; private set; }

    /// <summary>Entries that were found too old.</summary>
    public long Expirations { get; private set; }

    /// <summary>The entities that the cache belongs to.</summary>
    public EntityTable Entities => _table;

    /// <summary>The rows.</summary>
    public RowStore Rows => _rows;

    /// <summary>Bytes of memory that it holds, about.</summary>
    public long SizeBytes =>
        _table.SizeBytes + _rows.SizeBytes + _kinds.Length * 42L + _nextSlots.Length * 4L + _pins.Length * 5L + StateSizeBytes;

    /// <summary>The entity of a key, made where there is none.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> key)
    {
        int entity = _table.GetOrAdd(EntityTable.Hash(key), key, out bool added);
        if (added) Reset(entity);
        return entity;
    }

    /// <summary>What is known of an entity now; an entry that is too old is dropped. Counts as a use.</summary>
    public CacheEntryKind Use(int entity, long nowMs)
    {
        CacheEntryKind kind = _kinds[entity];
        if (kind == CacheEntryKind.None) return kind;
        if (IsOutdated(entity))
        {
            Drop(entity);
            return CacheEntryKind.None;
        }
        long ttl = kind == CacheEntryKind.Found ? _ttlMs : _missingTtlMs;
        if (nowMs - _loadedAtMs[entity] >= ttl || nowMs - _usedAtMs[entity] >= _idleMs)
        {
            Expirations++;
            Drop(entity);
            return CacheEntryKind.None;
        }
        _usedAtMs[entity] = nowMs;
        if (_maxKeys != long.MaxValue && _newest != entity)
        {
            Unlink(entity);
            Link(entity);
        }
        return kind;
    }

    /// <summary>The first slot of an entity's rows, or −1.</summary>
    public int FirstSlot(int entity) => _firstSlots[entity];

    /// <summary>The slot after a slot of the same entity, or −1.</summary>
    public int NextSlot(int slot) => _nextSlots[slot];

    /// <summary>Takes an answer for an entity that has no entry: its rows, in reverse order of their calls of
    /// <see cref="AddRow"/>.</summary>
    public void Begin(int entity, long nowMs)
    {
        if (_kinds[entity] != CacheEntryKind.None) Drop(entity);
        _kinds[entity] = CacheEntryKind.Missing;
        _loadedAtMs[entity] = nowMs;
        _usedAtMs[entity] = nowMs;
        _entries++;
        Link(entity);
        LinkLoaded(entity);
        MarkDirty(entity);
    }

    /// <summary>Adds a row to an entity that <see cref="Begin"/> was called for.</summary>
    public void AddRow(int entity, Batch rows, int row)
    {
        int slot = _rows.Add(rows, row);
        if (slot >= _nextSlots.Length) Array.Resize(ref _nextSlots, Math.Max(64, Math.Max(slot + 1, _nextSlots.Length * 2)));
        _nextSlots[slot] = _firstSlots[entity];
        _firstSlots[entity] = slot;
        _kinds[entity] = CacheEntryKind.Found;
    }

    /// <summary>Drops an entity's entry: it will be looked up again.</summary>
    public void Drop(int entity)
    {
        if (_kinds[entity] == CacheEntryKind.None) return;
        MarkDirty(entity);
        if (IsOutdated(entity)) _outdated--;
        _kinds[entity] = CacheEntryKind.None;
        Leave(_firstSlots[entity]);
        _firstSlots[entity] = None;
        Unlink(entity);
        UnlinkLoaded(entity);
        _entries--;
    }

    /// <summary>Passivates an entity: drops its entry and forgets its key.</summary>
    public void Remove(int entity)
    {
        Drop(entity);
        ForgetDirty(entity);
        _table.Remove(entity);
    }

    /// <summary>Drops the least recently used entries until the bound holds.</summary>
    /// <param name="isBusy">Whether an entity must stay because rows wait in it.</param>
    public void EvictOverflow(Func<int, bool> isBusy)
    {
        int entity = _oldest;
        while (_entries > _maxKeys && entity != None)
        {
            int newer = _newer[entity];
            if (isBusy(entity)) Drop(entity);
            else Remove(entity);
            Evictions++;
            entity = newer;
        }
    }

    /// <summary>When an entity's entry was loaded, milliseconds since 1970.</summary>
    public long LoadedAtMs(int entity) => _loadedAtMs[entity];

    /// <summary>What is known of an entity, without using it.</summary>
    public CacheEntryKind KindOf(int entity) => IsOutdated(entity) ? CacheEntryKind.None : _kinds[entity];

    /// <summary>Entities with an entry, most recently used first.</summary>
    public IEnumerable<int> Newest()
    {
        // What is outdated has not been used since: nothing behind it is current.
        for (int entity = _newest; entity != None && !IsOutdated(entity); entity = _older[entity]) yield return entity;
    }

    private static long Milliseconds(TimeSpan? time) => time is { } t ? (long)t.TotalMilliseconds : long.MaxValue;

    private void Reset(int entity)
    {
        if (entity >= _kinds.Length)
        {
            int size = Math.Max(64, Math.Max(entity + 1, _kinds.Length * 2));
            Array.Resize(ref _kinds, size);
            Array.Resize(ref _loadedAtMs, size);
            Array.Resize(ref _usedAtMs, size);
            Array.Resize(ref _firstSlots, size);
            Array.Resize(ref _newer, size);
            Array.Resize(ref _older, size);
            Array.Resize(ref _flags, size);
            Array.Resize(ref _generations, size);
            Array.Resize(ref _loadedAfter, size);
            Array.Resize(ref _loadedBefore, size);
        }
        _kinds[entity] = CacheEntryKind.None;
        _firstSlots[entity] = None;
        _newer[entity] = None;
        _older[entity] = None;
        _flags[entity] &= Listed;
    }

    private void Link(int entity)
    {
        _older[entity] = _newest;
        _newer[entity] = None;
        if (_newest != None) _newer[_newest] = entity;
        _newest = entity;
        if (_oldest == None) _oldest = entity;
    }

    private void Unlink(int entity)
    {
        int newer = _newer[entity];
        int older = _older[entity];
        if (newer != None) _older[newer] = older;
        else _newest = older;
        if (older != None) _newer[older] = newer;
        else _oldest = newer;
    }
}
