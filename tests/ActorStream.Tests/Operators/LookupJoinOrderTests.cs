using ActorStream.Connectors;

namespace ActorStream.Tests.Operators;

/// <summary>Rows leave a lookup join in the order in which they came.</summary>
public sealed class LookupJoinOrderTests
{
    private static readonly LookupOptions Cached = new() { CacheEnabled = true };

    [Fact]
    public void RowsOfCachedAndNullKeysDoNotOvertakeARowThatWaits()
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("a1");
        test.Answer("a=A");
        Assert.Equal(["a1=A"], test.TakeOutput());
        test.Process("a2", "b3", "!4", "a5");
        test.Process("a6", "!7");
        Assert.Empty(test.Output);
        Assert.Equal(6, test.Join.WaitingRows);
        Assert.InRange(test.Join.WaitingBytes, 1, 10_000);
        test.Answer("b=B");
        Assert.Equal(["a2=A", "b3=B", "NULL4=NULL", "a5=A", "a6=A", "NULL7=NULL"], test.TakeOutput());
        Assert.Equal(0, test.Join.WaitingRows);
        Assert.Equal(0, test.Join.WaitingBytes);
    }

    [Fact]
    public void LaterBatchesAreLookedUpMeanwhileAndLeaveInTheirTurn()
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("a1", "b2");
        test.Process("c3", "a4");
        Assert.Equal(["a,b", "c"], test.Asked);
        test.Answer("c=C");
        test.Answer("b=B");
        Assert.Empty(test.Output);
        test.Answer("a=A");
        Assert.Equal(["a1=A", "b2=B", "c3=C", "a4=A"], test.TakeOutput());
    }

    [Fact]
    public void ARowKeepsItsMatchWhenTheEntryGoesBeforeItLeaves()
    {
        var test = new LookupJoinHarness(Cached with { ExpireAfterWrite = TimeSpan.FromSeconds(10) }, maxKeys: 1);
        test.Process("a1");
        test.Answer("a=A", "a=AA");
        test.TakeOutput();
        test.Process("a2", "b3", "a4");
        test.Process("c5");
        // c takes the room of a, b takes that of c.
        test.Answer("c=C");
        Assert.Equal(1, test.Join.Rows.EntryCount);
        Assert.Equal(1, test.Join.Rows.PinnedChains);
        test.Advance(20_000);
        test.Process("a6");
        test.Answer("b=B");
        Assert.Equal(["a2=A", "a2=AA", "b3=B", "a4=A", "a4=AA", "c5=C"], test.TakeOutput());
        test.Answer("a=X");
        Assert.Equal(["a6=X"], test.TakeOutput());
        Assert.Equal(0, test.Join.Rows.PinnedChains);
        Assert.Equal(1, test.Join.Rows.Rows.Count);
    }

    [Fact]
    public void WithoutACacheAnAnswerStaysUntilItsRowsHaveLeft()
    {
        var test = new LookupJoinHarness(new LookupOptions());
        test.Process("a1", "b2");
        test.Answer("b=B");
        test.Process("b3");
        Assert.Equal(["a,b", "b"], test.Asked);
        test.Answer("b=C");
        test.Answer("a=A");
        Assert.Equal(["a1=A", "b2=B", "b3=C"], test.TakeOutput());
        Assert.Equal(0, test.Join.Rows.Rows.Count);
        Assert.Equal(0, test.Join.Rows.Entities.Count);
    }

    [Fact]
    public void AllHeldRowsSurviveACheckpointInTheirOrder()
    {
        var before = new LookupJoinHarness(Cached);
        before.Process("a1");
        before.Answer("a=A");
        before.Process("b2", "a3", "!4");
        before.Process("a5");
        before.TakeOutput();
        byte[] snapshot = before.Snapshot(full: false);
        var after = new LookupJoinHarness(Cached);
        after.Restore(snapshot);
        Assert.Equal(["b"], after.Asked);
        after.Process("a6");
        Assert.Empty(after.Output);
        after.Answer("b=B");
        Assert.Equal(["b2=B", "a3=A", "NULL4=NULL", "a5=A", "a6=A"], after.TakeOutput());
    }

    [Fact]
    public void ManyHeldRowsComeBackInBatchesOfTheUsualSize()
    {
        var before = new LookupJoinHarness(Cached);
        for (int i = 0; i < 500; i++) before.Process("b2", "a3", "!4", "a5", "b6");
        Assert.Equal(2500, before.Join.WaitingRows);
        var after = new LookupJoinHarness(Cached);
        after.Restore(before.Snapshot(full: false));
        Assert.Equal(2500, after.Join.WaitingRows);
        after.Answer("a=A", "b=B");
        Assert.Equal(Enumerable.Repeat(new[] { "b2=B", "a3=A", "NULL4=NULL", "a5=A", "b6=B" }, 500).SelectMany(r => r), after.TakeOutput());
        Assert.Equal([1024, 1024, 452], after.BatchSizes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyHistoryKeepsItsOrder(bool keepsOrder)
    {
        for (int seed = 1; seed <= 400; seed++)
        {
            var history = new History(seed, keepsOrder);
            history.Run();
        }
    }

    /// <summary>A join over a long random life: batches, answers in any order and grouping, entries that go by room, age and command, and
    /// starts anew from a snapshot. Each key has its fixed rows, so what must come out is known.</summary>
    private sealed class History
    {
        private const string Keys = "abcdefg";
        private readonly Random _random;
        private readonly bool _keepsOrder;
        private readonly LookupOptions _options;
        private readonly long? _maxKeys;
        private readonly HashSet<char> _waiting = [];
        private readonly List<string> _expected = [];
        private readonly List<string> _seen = [];
        private readonly List<byte[]> _segments = [];
        private readonly int _seed;
        private LookupJoinHarness _join;

        public History(int seed, bool keepsOrder)
        {
            _seed = seed;
            _random = new Random(seed);
            _keepsOrder = keepsOrder;
            _options = new LookupOptions
            {
                CacheEnabled = _random.Next(4) > 0,
                CacheMissingKey = _random.Next(2) == 0,
                ExpireAfterWrite = _random.Next(3) == 0 ? TimeSpan.FromSeconds(2) : null,
            };
            _maxKeys = _random.Next(2) == 0 ? _random.Next(1, 4) : null;
            _join = New();
        }

        public void Run()
        {
            for (int step = 0; step < 200; step++) Step();
            while (_waiting.Count > 0) Answer();
            Look();
            if (!_keepsOrder)
            {
                _expected.Sort(StringComparer.Ordinal);
                _seen.Sort(StringComparer.Ordinal);
            }
            Assert.True(_expected.SequenceEqual(_seen), $"Seed {_seed}: {string.Join(' ', _seen)}\nnot {string.Join(' ', _expected)}");
            Assert.Equal(0, _join.Join.WaitingRows);
            Assert.Equal(0, _join.Join.WaitingBytes);
            Assert.Equal(0, _join.Join.Rows.PinnedChains);
        }

        private LookupJoinHarness New() => new(_options, _maxKeys, keepsOrder: _keepsOrder);

        private void Step()
        {
            switch (_random.Next(12))
            {
                case < 5:
                    Process();
                    break;
                case < 9:
                    if (_waiting.Count > 0) Answer();
                    break;
                case 9:
                    _join.Advance(_random.Next(1500));
                    break;
                case 10:
                    _join.Join.Invalidate(null, _random.Next(2) == 0 ? null : Keys[_random.Next(Keys.Length)].ToString());
                    break;
                default:
                    Restart();
                    break;
            }
            Look();
        }

        private void Process()
        {
            string[] rows = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => $"{(Keys + "!")[_random.Next(8)]}{_random.Next(10)}")];
            foreach (string row in rows) _expected.AddRange(Joined(row));
            _join.Process(rows);
            TakeAsked();
        }

        private void Answer()
        {
            string[] keys = [.. _waiting.OrderBy(_ => _random.Next()).Take(_random.Next(1, 4)).Select(k => k.ToString())];
            foreach (string key in keys) _waiting.Remove(key[0]);
            _join.AnswerKeys(keys, [.. keys.SelectMany(Found)]);
        }

        private void Restart()
        {
            _segments.Add(_join.Snapshot(full: false));
            if (_random.Next(2) == 0) return;
            _waiting.Clear();
            _join = New();
            _join.Restore([.. _segments]);
            TakeAsked();
        }

        private void TakeAsked()
        {
            foreach (string key in _join.Asked.SelectMany(a => a.Split(','))) Assert.True(_waiting.Add(key[0]));
            _join.Asked.Clear();
        }

        private void Look()
        {
            _seen.AddRange(_join.TakeOutput());
            if (_keepsOrder) return;
            // Each key's rows in their order: what came out so far, sorted by key, must begin each key's expected rows.
            foreach (IGrouping<char, string> key in _seen.GroupBy(r => r[0]))
            {
                bool isInOrder = _expected.Where(r => r[0] == key.Key).Take(key.Count()).SequenceEqual(key);
                Assert.True(isInOrder, $"Seed {_seed}: {string.Join(' ', key)}");
            }
        }

        /// <summary>a, d, g have no row; b, e one; c, f two.</summary>
        private static string[] Found(string key) => [.. Enumerable.Range(0, (key[0] - 'a') % 3).Select(i => $"{key}={key}{i}")];

        private static IEnumerable<string> Joined(string row) => row[0] == '!' ? [$"NULL{row[1]}=NULL"]
            : Found(row[..1]) is { Length: > 0 } found ? found.Select(f => row + f[1..]) : [row + "=NULL"];
    }
}
