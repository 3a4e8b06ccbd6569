using System.Numerics;

namespace ActorStream.State;

/// <summary>
/// The entities of one shard and stage: key bytes to a small index, which components use for their arrays. An open-addressing hash
/// over key bytes that stand in one arena; an entity costs its key and some 28 bytes. Not thread-safe: it belongs to its shard's turn.
/// </summary>
internal sealed class EntityTable
{
    private const int Empty = -1;
    private const int Deleted = -2;

    private int[] _buckets;
    private uint[] _hashes = [];
    private int[] _keyStarts = [];
    private int[] _keyLengths = [];
    private int[] _free = [];
    private int _freeCount;
    private int _slots;
    private int _tombstones;
    private byte[] _arena = [];
    private int _arenaUsed;
    private long _arenaGarbage;

    /// <summary>Makes an empty table.</summary>
    public EntityTable() => _buckets = NewBuckets(64);

    /// <summary>Entities in it.</summary>
    public int Count => _slots - _freeCount;

    /// <summary>One more than the highest index in use: the length that component arrays must have.</summary>
    public int Capacity => _slots;

    /// <summary>Bytes of memory that it holds, about.</summary>
    public long SizeBytes => _buckets.Length * 4L + _hashes.Length * 16L + _arena.Length;

    /// <summary>The key of an entity; valid until the next change.</summary>
    public ReadOnlySpan<byte> KeyOf(int entity) => _arena.AsSpan(_keyStarts[entity], _keyLengths[entity]);

    /// <summary>Whether an index is in use.</summary>
    public bool IsLive(int entity) => entity < _slots && _keyLengths[entity] >= 0;

    /// <summary>The hash that <see cref="Find"/> and <see cref="GetOrAdd"/> want.</summary>
    public static uint Hash(ReadOnlySpan<byte> key)
    {
        // Eight bytes a step with a multiply and a rotate (the mixing of wyhash): keys come from the user's own devices and stay within one
        // shard, so speed counts more here than resistance against chosen collisions.
        ulong hash = 0x9E3779B97F4A7C15UL ^ (ulong)key.Length;
        while (key.Length >= 8)
        {
            hash = Mix(hash ^ BitConverter.ToUInt64(key));
            key = key[8..];
        }
        ulong tail = 0;
        for (int i = 0; i < key.Length; i++) tail |= (ulong)key[i] << (8 * i);
        hash = Mix(hash ^ tail);
        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>The entity of a key, or −1.</summary>
    public int Find(uint hash, ReadOnlySpan<byte> key)
    {
        int[] buckets = _buckets;
        int mask = buckets.Length - 1;
        for (int i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            int entity = buckets[i];
            if (entity == Empty) return -1;
            if (entity >= 0 && _hashes[entity] == hash && KeyOf(entity).SequenceEqual(key)) return entity;
        }
    }

    /// <summary>The entity of a key, made where there is none.</summary>
    public int GetOrAdd(uint hash, ReadOnlySpan<byte> key, out bool added)
    {
        int found = Find(hash, key);
        added = found < 0;
        if (!added) return found;
        if ((Count + _tombstones + 1) * 4 > _buckets.Length * 3) Rehash();
        int entity = _freeCount > 0 ? _free[--_freeCount] : NewSlot();
        _hashes[entity] = hash;
        _keyStarts[entity] = StoreKey(key);
        _keyLengths[entity] = key.Length;
        Insert(hash, entity);
        return entity;
    }

    /// <summary>Removes an entity; its index will be used again.</summary>
    public void Remove(int entity)
    {
        int mask = _buckets.Length - 1;
        int i = (int)_hashes[entity] & mask;
        while (_buckets[i] != entity) i = (i + 1) & mask;
        _buckets[i] = Deleted;
        _tombstones++;
        _arenaGarbage += _keyLengths[entity];
        _keyLengths[entity] = -1;
        if (_freeCount == _free.Length) Array.Resize(ref _free, Math.Max(16, _freeCount * 2));
        _free[_freeCount++] = entity;
    }

    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value, 0xA0761D6478BD642FUL, out ulong low);
        return BitOperations.RotateLeft(high ^ low, 23);
    }

    private static int[] NewBuckets(int length)
    {
        int[] buckets = new int[length];
        Array.Fill(buckets, Empty);
        return buckets;
    }

    private void Insert(uint hash, int entity)
    {
        int mask = _buckets.Length - 1;
        int i = (int)hash & mask;
        while (_buckets[i] >= 0) i = (i + 1) & mask;
        if (_buckets[i] == Deleted) _tombstones--;
        _buckets[i] = entity;
    }

    private int NewSlot()
    {
        if (_slots == _hashes.Length)
        {
            int size = Math.Max(64, _slots * 2);
            Array.Resize(ref _hashes, size);
            Array.Resize(ref _keyStarts, size);
            Array.Resize(ref _keyLengths, size);
        }
        _keyLengths[_slots] = -1;
        return _slots++;
    }

    private void Rehash()
    {
        int length = _buckets.Length;
        while ((Count + 1) * 2 > length) length *= 2;
        _buckets = NewBuckets(length);
        _tombstones = 0;
        for (int entity = 0; entity < _slots; entity++)
        {
            if (_keyLengths[entity] >= 0) Insert(_hashes[entity], entity);
        }
    }

    private int StoreKey(ReadOnlySpan<byte> key)
    {
        if (_arenaUsed + (long)key.Length > _arena.Length) RebuildArena(key.Length);
        int start = _arenaUsed;
        key.CopyTo(_arena.AsSpan(start));
        _arenaUsed += key.Length;
        return start;
    }

    /// <summary>Writes the arena anew for the keys that are left, so that its size follows what it holds and not what came and went.
    /// Half of it is free then, and at least some bytes for each index: the next time is as far away as this one costs.</summary>
    private void RebuildArena(int room)
    {
        long needed = _arenaUsed - _arenaGarbage + room;
        if (needed > Array.MaxLength) throw new StateException(
            $"The keys of one shard would take {needed} bytes, more than the {Array.MaxLength} that one may.",
            "Use more partitions or shorter keys.");
        byte[] arena = new byte[Math.Min(Array.MaxLength, 1024 + needed * 2 + _slots * 4L)];
        int used = 0;
        for (int entity = 0; entity < _slots; entity++)
        {
            // The entity that the room is for has a length of −1 yet, as those that were removed have.
            if (_keyLengths[entity] < 0) continue;
            KeyOf(entity).CopyTo(arena.AsSpan(used));
            _keyStarts[entity] = used;
            used += _keyLengths[entity];
        }
        (_arena, _arenaUsed, _arenaGarbage) = (arena, used, 0);
    }
}
