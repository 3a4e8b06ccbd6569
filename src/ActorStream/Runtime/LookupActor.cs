using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Operators;
using ActorStream.State;
using ActorStream.Types;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorStream.Runtime;

/// <summary>A shard asks; it is answered with <see cref="LookupAnswer"/>s that together name every entity of the request.</summary>
internal sealed record LookupAsk(LookupRequest Request, IActorRef ReplyTo);

/// <summary>
/// Serves all shards' lookups of one dimension table: merges keys that are already asked for, sends one query for up to
/// <see cref="LookupOptions.BatchSize"/> keys and at most <see cref="LookupOptions.MaxConcurrency"/> at once, retries what may pass,
/// and answers each shard's entities. Where the query asks for it, keys without a row are asked for again, some time later, before it is
/// said that they have none. Once a shard has been told to forget, nothing is merged with what was sent before.
/// </summary>
internal sealed class LookupActor : EngineActor
{
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(30);

    private readonly LookupTable _table;
    private readonly IReadOnlyList<DataType> _keyTypes;
    private readonly IReadOnlyList<DataType> _rowTypes;
    private readonly TimeProvider _timeProvider;
    private readonly LookupMetrics _metrics;
    private readonly MissRetry? _missRetry;
    private readonly Edge _edge;
    private readonly string _job;
    private readonly ILogger _logger;
    private int _silence;
    private readonly EntityTable _keys = new();
    private readonly Queue<int> _unsent = new();
    private Waiter[] _first = [];
    private List<Waiter>?[] _more = [];
    private (Batch Keys, int Row)[] _sources = [];
    private readonly List<Query> _sent = [];

    /// <summary>Makes an actor over an opened lookup, which it does not dispose of.</summary>
    public LookupActor(
        LookupTable table, IReadOnlyList<DataType> keyTypes, IReadOnlyList<DataType> rowTypes, TimeProvider timeProvider,
        LookupMetrics metrics, string job, ILogger logger, MissRetry? missRetry, Edge edge)
    {
        _edge = edge;
        _table = table;
        _keyTypes = keyTypes;
        _rowTypes = rowTypes;
        _timeProvider = timeProvider;
        _metrics = metrics;
        _missRetry = missRetry;
        _job = job;
        _logger = logger;
    }

    /// <summary>Who waits for a key.</summary>
    /// <param name="ReplyTo">The shard.</param>
    /// <param name="Join">Its operator.</param>
    /// <param name="Generation">That of its request.</param>
    /// <param name="Entity">The entity there.</param>
    /// <param name="Misses">How often no row was found for it.</param>
    private readonly record struct Waiter(IActorRef ReplyTo, LookupJoin Join, int Generation, int Entity, int Misses);

    /// <summary>A query that was sent: its keys in the table of keys; once it is closed, those that wait for each.</summary>
    private sealed class Query(int[] keys, Batch batch)
    {
        public int[] Keys { get; } = keys;

        public Batch Batch { get; } = batch;

        public (Waiter First, List<Waiter>? More)[]? Waiters { get; set; }
    }

    /// <summary>An answer to a query, or null rows where it failed and the table says to go on without.</summary>
    private sealed record Answered(Query Query, LookupRows? Rows);

    /// <summary>Keys that had no row, to be asked for again, each with who waits for it.</summary>
    private sealed record AskAgain(Batch Keys, IReadOnlyList<(Waiter Waiter, int Row)> Waiters);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LookupAsk ask:
                if (ask.Request.IsAnew) _sent.ForEach(Close);
                Enqueue(ask);
                break;
            case Answered answered:
                _sent.Remove(answered.Query);
                Answer(answered);
                break;
            case AskAgain again:
                Enqueue(again);
                break;
        }
        while (_unsent.Count > 0 && _sent.Count < _table.Options.MaxConcurrency) Send();
        _metrics.WaitingKeys = _keys.Count;
    }

    private void Enqueue(LookupAsk ask)
    {
        LookupRequest request = ask.Request;
        for (int row = 0; row < request.Entities.Length; row++)
        {
            var waiter = new Waiter(ask.ReplyTo, request.Join, request.Generation, request.Entities[row], Misses: 0);
            Enqueue(waiter, request.EncodedKeys[row], request.Keys, row);
        }
    }

    private void Enqueue(AskAgain again)
    {
        BytesColumn keys = KeyEncoder.Encode(again.Keys.Columns, again.Keys.Count);
        foreach ((Waiter waiter, int row) in again.Waiters) Enqueue(waiter, keys[row], again.Keys, row);
    }

    private void Enqueue(Waiter waiter, ReadOnlySpan<byte> bytes, Batch keys, int row)
    {
        int key = _keys.GetOrAdd(EntityTable.Hash(bytes), bytes, out bool added);
        if (key >= _first.Length)
        {
            int size = Math.Max(1024, key * 2);
            Array.Resize(ref _first, size);
            Array.Resize(ref _more, size);
            Array.Resize(ref _sources, size);
        }
        if (!added)
        {
            (_more[key] ??= []).Add(waiter);
            return;
        }
        _sources[key] = (keys, row);
        _first[key] = waiter;
        _unsent.Enqueue(key);
    }

    private void Send()
    {
        int[] keys = new int[Math.Min(_unsent.Count, _table.Options.BatchSize)];
        ColumnBuilder[] builders = [.. _keyTypes.Select(ColumnBuilder.Create)];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = _unsent.Dequeue();
            (Batch source, int row) = _sources[keys[i]];
            for (int c = 0; c < builders.Length; c++) builders[c].AppendFrom(source.Columns[c], row);
        }
        var batch = new Batch([.. builders.Select(b => b.Build())], keys.Length);
        var query = new Query(keys, batch);
        _sent.Add(query);
        _edge.Run(Self, async token => new Answered(query, await RetryAsync(batch, token)));
    }

    private async Task<LookupRows?> RetryAsync(Batch keys, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            long started = _timeProvider.GetTimestamp();
            try
            {
                LookupRows rows = await _table.Lookup.LookupAsync(keys, cancellationToken);
                _metrics.Query(keys.Count, _timeProvider.GetElapsedTime(started));
                if (_silence != 0 && Interlocked.Exchange(ref _silence, 0) != 0) Log.LookupBack(_logger, _job, _table.Description);
                return rows;
            }
            catch (ActorStreamException failure) when (failure.IsTransient && attempt < _table.Options.MaxRetries)
            {
                _metrics.Retried();
                if (Interlocked.CompareExchange(ref _silence, 1, 0) == 0)
                    Log.LookupAway(_logger, _job, _table.Description, failure.Message);
            }
            catch (ActorStreamException failure) when (_table.Options.OnFailure == LookupFailurePolicy.Null)
            {
                _metrics.Degraded(keys.Count);
                if (Interlocked.Exchange(ref _silence, 2) != 2)
                    Log.LookupSkipped(_logger, _job, _table.Description, failure.Message);
                return null;
            }
            // As Flink's: none before the first retry, then one pause, two, three.
            TimeSpan pause = attempt * _table.Options.RetryBackoff;
            if (attempt > 0) await Task.Delay(pause < MaxBackoff ? pause : MaxBackoff, _timeProvider, cancellationToken);
        }
    }

    /// <summary>Nobody is added to a query from now on: who wants one of its keys asks again.</summary>
    private void Close(Query query)
    {
        if (query.Waiters is not null) return;
        var waiters = new (Waiter First, List<Waiter>? More)[query.Keys.Length];
        for (int i = 0; i < waiters.Length; i++)
        {
            int key = query.Keys[i];
            waiters[i] = (_first[key], _more[key]);
            _first[key] = default;
            _more[key] = null;
            _sources[key] = default;
            _keys.Remove(key);
        }
        query.Waiters = waiters;
    }

    private void Answer(Answered answered)
    {
        Close(answered.Query);
        if (_missRetry is not null && answered.Rows is { } some && FindAgain(answered.Query, some)) return;
        (Waiter First, List<Waiter>? More)[] waiters = answered.Query.Waiters!;
        LookupRows rows = answered.Rows ?? new LookupRows(new Batch([.. _rowTypes.Select(t => ColumnBuilder.Create(t).Build())], 0), []);
        bool isDegraded = answered.Rows is null;
        Waiter first = waiters[0].First;
        int[] entities = new int[waiters.Length];
        bool isOneShards = true;
        for (int i = 0; i < entities.Length; i++)
        {
            Waiter waiter = waiters[i].First;
            entities[i] = waiter.Entity;
            isOneShards &= waiter.Join == first.Join && waiter.Generation == first.Generation && waiters[i].More is null;
        }
        // Mostly one shard asked for all of the keys, and the answer goes to it as it is.
        if (isOneShards)
            first.ReplyTo.Tell(new LookupAnswer(first.Join, entities, rows.Rows, rows.KeyRows, first.Generation, isDegraded));
        else AnswerShards(All(waiters), waiters.Length, rows, isDegraded);
    }

    private static IEnumerable<(Waiter Waiter, int Index)> All((Waiter First, List<Waiter>? More)[] waiters)
    {
        for (int i = 0; i < waiters.Length; i++)
        {
            yield return (waiters[i].First, i);
            foreach (Waiter waiter in waiters[i].More ?? []) yield return (waiter, i);
        }
    }

    /// <summary>Answers those whose keys have rows, or were asked for often enough, and lets the others wait for another time.</summary>
    /// <returns>Whether there are others; if not, nothing was done.</returns>
    private bool FindAgain(Query query, LookupRows rows)
    {
        bool[] isFound = new bool[query.Keys.Length];
        foreach (int key in rows.KeyRows) isFound[key] = true;
        ILookup<bool, (Waiter Waiter, int Index)> byEnd = All(query.Waiters!)
            .ToLookup(w => isFound[w.Index] || w.Waiter.Misses >= _missRetry!.MaxAttempts);
        if (!byEnd[false].Any()) return false;
        AnswerShards(byEnd[true], query.Keys.Length, rows, isDegraded: false);
        var again = new AskAgain(
            query.Batch, [.. byEnd[false].Select(w => (w.Waiter with { Misses = w.Waiter.Misses + 1 }, w.Index))]);
        TimeSpan delay = _missRetry!.Delay;
        _edge.Run(Self, async token =>
        {
            await Task.Delay(delay, _timeProvider, token);
            return again;
        });
        return true;
    }

    private static void AnswerShards(
        IEnumerable<(Waiter Waiter, int Index)> waiters, int keyCount, LookupRows rows, bool isDegraded)
    {
        var parts = new Dictionary<(LookupJoin Join, int Generation), (IActorRef ReplyTo, List<int> Entities, int[] IndexOfKey)>();
        foreach ((Waiter waiter, int index) in waiters) Add(waiter, index);
        foreach (((LookupJoin join, int generation), (IActorRef replyTo, List<int> entities, int[] indexOfKey)) in parts)
        {
            (Batch found, int[] keyRows) = Choose(rows, indexOfKey);
            replyTo.Tell(new LookupAnswer(join, [.. entities], found, keyRows, generation, isDegraded));
        }

        void Add(Waiter waiter, int index)
        {
            if (!parts.TryGetValue((waiter.Join, waiter.Generation), out (IActorRef ReplyTo, List<int> Entities, int[] IndexOfKey) part))
            {
                part = (waiter.ReplyTo, new List<int>(keyCount), new int[keyCount]);
                Array.Fill(part.IndexOfKey, -1);
                parts.Add((waiter.Join, waiter.Generation), part);
            }
            part.IndexOfKey[index] = part.Entities.Count;
            part.Entities.Add(waiter.Entity);
        }
    }

    private static (Batch Rows, int[] KeyRows) Choose(LookupRows rows, int[] indexOfKey)
    {
        var chosen = new List<int>();
        var keyRows = new List<int>();
        for (int i = 0; i < rows.KeyRows.Length; i++)
        {
            int index = indexOfKey[rows.KeyRows[i]];
            if (index < 0) continue;
            chosen.Add(i);
            keyRows.Add(index);
        }
        return (rows.Rows.Take(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chosen)), [.. keyRows]);
    }
}
