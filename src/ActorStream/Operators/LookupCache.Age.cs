namespace ActorStream.Operators;

/// <content>Entries in the order in which they were loaded. So the oldest is known without a look at the others, and all of them can be
/// invalidated at once: those that were loaded before are outdated, count no more, and go some at a time, from the oldest on.</content>
internal sealed partial class LookupCache
{
    private int[] _generations = [];
    private int[] _loadedAfter = [];
    private int[] _loadedBefore = [];
    private int _firstLoaded = None;
    private int _lastLoaded = None;
    private int _firstCurrent = None;
    private int _generation;
    private int _outdated;

    /// <summary>Entries that are invalid and still there.</summary>
    public int OutdatedCount => _outdated;

    /// <summary>When the oldest entry was loaded, milliseconds since 1970; null where there is none.</summary>
    public long? OldestLoadedAtMs => _firstCurrent == None ? null : _loadedAtMs[_firstCurrent];

    /// <summary>Invalidates every entry; <see cref="Sweep"/> frees them.</summary>
    /// <returns>How many there were.</returns>
    public int Clear()
    {
        int count = EntryCount;
        _outdated = _entries;
        _firstCurrent = None;
        _generation++;
        return count;
    }

    /// <summary>Frees so many outdated entries at most.</summary>
    /// <param name="most">How many.</param>
    /// <param name="isBusy">Whether an entity must stay because rows wait in it.</param>
    public void Sweep(int most, Func<int, bool> isBusy)
    {
        for (; _outdated > 0 && most > 0; most--)
        {
            if (isBusy(_firstLoaded)) Drop(_firstLoaded);
            else Remove(_firstLoaded);
        }
    }

    private bool IsOutdated(int entity) =>
        _outdated > 0 && _kinds[entity] != CacheEntryKind.None && _generations[entity] != _generation;

    private void LinkLoaded(int entity)
    {
        _generations[entity] = _generation;
        _loadedBefore[entity] = _lastLoaded;
        _loadedAfter[entity] = None;
        if (_lastLoaded != None) _loadedAfter[_lastLoaded] = entity;
        _lastLoaded = entity;
        if (_firstLoaded == None) _firstLoaded = entity;
        if (_firstCurrent == None) _firstCurrent = entity;
    }

    private void UnlinkLoaded(int entity)
    {
        int before = _loadedBefore[entity];
        int after = _loadedAfter[entity];
        if (before != None) _loadedAfter[before] = after;
        else _firstLoaded = after;
        if (after != None) _loadedBefore[after] = before;
        else _lastLoaded = before;
        if (_firstCurrent == entity) _firstCurrent = after;
    }

    /// <summary>Segments hold entries in the order of their last use.</summary>
    private void SortLoaded()
    {
        int[] entities = new int[_entries];
        long[] times = new long[_entries];
        int count = 0;
        for (int entity = _firstLoaded; entity != None; entity = _loadedAfter[entity])
        {
            entities[count] = entity;
            times[count++] = _loadedAtMs[entity];
        }
        Array.Sort(times, entities);
        (_firstLoaded, _lastLoaded, _firstCurrent) = (None, None, None);
        foreach (int entity in entities) LinkLoaded(entity);
    }
}
