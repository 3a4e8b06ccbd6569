using System.Threading.Channels;
using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Runtime;
using ActorStream.Tests.Support;
using ActorStream.Types;
using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Logging;

namespace ActorStream.Tests.Runtime;

public sealed class LookupActorTests : ActorTests
{
    private static readonly DataType[] Strings = [DataType.String];

    private readonly Dictionary<string, string[]> _rows = new() { ["a"] = ["A"], ["b"] = ["B", "B2"], ["c"] = ["C"] };
    private readonly RecordedLog _log = new();
    private readonly MemoryLookup _lookup;

    public LookupActorTests() => _lookup = new MemoryLookup(_rows);

    [Fact]
    public void OneShardsKeysAreAnsweredByOneQuery()
    {
        IActorRef actor = Start(new LookupOptions());
        var shard = new Asker(CreateTestProbe());
        shard.Ask(actor, "a", "b", "x");
        LookupAnswer answer = shard.Actor.ExpectMsg<LookupAnswer>();
        Assert.Equal([0, 1, 2], answer.Entities);
        Assert.Equal([0, 1, 1], answer.KeyRows);
        Assert.Equal(3, answer.Rows.Count);
        Assert.Equal(1, _lookup.Queries);
    }

    [Fact]
    public void AKeyThatTwoShardsWantIsAskedForOnce()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lookup.Gate = () => gate.Task;
        IActorRef actor = Start(new LookupOptions { MaxConcurrency = 1 });
        var first = new Asker(CreateTestProbe());
        var second = new Asker(CreateTestProbe());
        first.Ask(actor, "a", "b");
        second.Ask(actor, "c", "b", "a");
        gate.SetResult();
        LookupAnswer one = first.Actor.ExpectMsg<LookupAnswer>();
        Assert.Equal([0, 1], one.Entities);
        Assert.Equal([0, 1, 1], one.KeyRows);
        var found = new List<(int Entity, string Value)>();
        while (found.Count < 4)
        {
            LookupAnswer part = second.Actor.ExpectMsg<LookupAnswer>();
            for (int i = 0; i < part.Rows.Count; i++)
                found.Add((part.Entities[part.KeyRows[i]], System.Text.Encoding.UTF8.GetString(((BytesColumn)part.Rows.Columns[0])[i])));
        }
        Assert.Equal([(0, "C"), (1, "B"), (1, "B2"), (2, "A")], found.Order());
        Assert.Equal(["a", "b", "c"], _lookup.AskedKeys.Order());
    }

    [Fact]
    public void NoQueryHasMoreKeysThanTheBatchSize()
    {
        IActorRef actor = Start(new LookupOptions { BatchSize = 2 });
        var shard = new Asker(CreateTestProbe());
        shard.Ask(actor, "a", "b", "c");
        var entities = new List<int>();
        while (entities.Count < 3) entities.AddRange(shard.Actor.ExpectMsg<LookupAnswer>().Entities);
        Assert.Equal([0, 1, 2], entities.Order());
        Assert.Equal(2, _lookup.Queries);
    }

    [Fact]
    public async Task WhatWasSentBeforeAShardForgotAnswersNoLaterAsk()
    {
        var sent = Channel.CreateUnbounded<TaskCompletionSource>();
        _lookup.Gate = () =>
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            sent.Writer.TryWrite(gate);
            return gate.Task;
        };
        IActorRef actor = Start(new LookupOptions());
        var first = new Asker(CreateTestProbe());
        var second = new Asker(CreateTestProbe());
        first.Ask(actor, 0, false, "a");
        TaskCompletionSource old = await sent.Reader.ReadAsync();
        // The second shard forgets, with nothing of its own on the way, and asks for the same key.
        second.Ask(actor, 1, true);
        second.Ask(actor, 1, false, "a");
        TaskCompletionSource current = await sent.Reader.ReadAsync();
        // The first one forgets, too, and asks again: the query of the second was sent before.
        first.Ask(actor, 1, true, "a");
        TaskCompletionSource newest = await sent.Reader.ReadAsync();
        current.SetResult();
        Assert.Equal(1, second.Actor.ExpectMsg<LookupAnswer>().Generation);
        newest.SetResult();
        Assert.Equal(1, first.Actor.ExpectMsg<LookupAnswer>().Generation);
        old.SetResult();
        Assert.Equal(0, first.Actor.ExpectMsg<LookupAnswer>().Generation);
        Assert.Equal(["a", "a", "a"], _lookup.AskedKeys);
    }

    [Fact]
    public void AQueryThatAnswersTwoGenerationsAnswersEachByItself()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lookup.Gate = () => gate.Task;
        IActorRef actor = Start(new LookupOptions { MaxConcurrency = 1 });
        var shard = new Asker(CreateTestProbe());
        // The first key is under way, so that what is asked for then is not sent yet.
        shard.Ask(actor, 0, false, "c");
        shard.Ask(actor, 0, false, "a", "b");
        shard.Ask(actor, 1, true, "a");
        gate.SetResult();
        shard.Actor.ExpectMsg<LookupAnswer>();
        LookupAnswer[] answers = [shard.Actor.ExpectMsg<LookupAnswer>(), shard.Actor.ExpectMsg<LookupAnswer>()];
        Assert.Equal([0, 1], answers.Select(a => a.Generation).Order());
        Assert.Equal([2, 1], answers.OrderBy(a => a.Generation).Select(a => a.Entities.Length));
        Assert.Equal(2, _lookup.Queries);
    }

    [Fact]
    public void AKeyWithoutARowIsAskedForAgainUntilItHasOne()
    {
        IActorRef actor = Start(new LookupOptions(), new MissRetry(TimeSpan.FromMilliseconds(1), 5));
        _lookup.Fault = query =>
        {
            if (query == 3) _rows["x"] = ["late"];
            return null;
        };
        var shard = new Asker(CreateTestProbe());
        shard.Ask(actor, "a", "x", "b");
        LookupAnswer found = shard.Actor.ExpectMsg<LookupAnswer>();
        Assert.Equal([0, 2], found.Entities);
        Assert.Equal([0, 1, 1], found.KeyRows);
        LookupAnswer late = shard.Actor.ExpectMsg<LookupAnswer>();
        Assert.Equal([1], late.Entities);
        Assert.Equal([0], late.KeyRows);
        Assert.Equal(["a", "x", "b", "x", "x"], _lookup.AskedKeys);
    }

    [Fact]
    public void AKeyThatNeverHasARowIsAnsweredAfterItsAttempts()
    {
        IActorRef actor = Start(new LookupOptions(), new MissRetry(TimeSpan.FromMilliseconds(1), 2));
        var first = new Asker(CreateTestProbe());
        var second = new Asker(CreateTestProbe());
        first.Ask(actor, "x");
        second.Ask(actor, "x", "a");
        LookupAnswer missing = first.Actor.ExpectMsg<LookupAnswer>();
        Assert.Equal([0], missing.Entities);
        Assert.Empty(missing.KeyRows);
        var entities = new List<int>();
        while (entities.Count < 2) entities.AddRange(second.Actor.ExpectMsg<LookupAnswer>().Entities);
        Assert.Equal([0, 1], entities.Order());
        // As in Flink: once, and as often again as it says.
        Assert.InRange(_lookup.AskedKeys.Count(k => k == "x"), 3, 6);
        Assert.Single(_lookup.AskedKeys, "a");
    }

    [Fact]
    public void NothingIsAskedForAgainWhereTheLookupFailed()
    {
        _lookup.Fault = _ => new ConnectorException("test", "dim", "away");
        IActorRef actor = Start(
            new LookupOptions { OnFailure = LookupFailurePolicy.Null }, new MissRetry(TimeSpan.FromMilliseconds(1), 5));
        var shard = new Asker(CreateTestProbe());
        shard.Ask(actor, "x");
        Assert.True(shard.Actor.ExpectMsg<LookupAnswer>().IsDegraded);
        Assert.Equal(1, _lookup.Queries);
    }

    [Fact]
    public void ADatabaseThatStaysAwayIsToldOnceAndThatItIsBack()
    {
        _lookup.Fault = static query => query is 2 or 3 or 4 ? Away() : null;
        IActorRef actor = Start(new LookupOptions { MaxRetries = 3, RetryBackoff = TimeSpan.Zero });
        var shard = new Asker(CreateTestProbe());
        foreach (string key in (string[])["a", "b", "c"])
        {
            shard.Ask(actor, key);
            shard.Actor.ExpectMsg<LookupAnswer>();
        }
        Assert.Equal([(EventIds.LookupAway, LogLevel.Warning), (EventIds.LookupBack, LogLevel.Information)],
            _log.Events.Select(static e => (e.Id, e.Level)));
        Assert.Equal("Job test asks dim again, which did not answer: The database is away.", _log.Events[0].Text);
    }

    [Fact]
    public void RowsThatGoOnWithoutTheirLookupAreTold()
    {
        _lookup.Fault = static query => query <= 4 ? Away() : null;
        IActorRef actor = Start(new LookupOptions { MaxRetries = 1, RetryBackoff = TimeSpan.Zero, OnFailure = LookupFailurePolicy.Null });
        var shard = new Asker(CreateTestProbe());
        foreach (string key in (string[])["a", "b", "c"])
        {
            shard.Ask(actor, key);
            shard.Actor.ExpectMsg<LookupAnswer>();
        }
        Assert.Equal([EventIds.LookupAway, EventIds.LookupSkipped, EventIds.LookupBack], _log.Events.Select(static e => e.Id));
        Assert.Equal(LogLevel.Warning, _log.Events[1].Level);
    }

    [Fact]
    public void WhatDoesNotPassFailsTheActor()
    {
        _lookup.Fault = _ => new InvalidOperationException("gone");
        var shard = new Asker(CreateTestProbe());
        IActorRef actor = StartBelow(TestActor, () => Make(new LookupOptions()));
        shard.Ask(actor, "a");
        Assert.Equal("gone", ExpectMsg<InvalidOperationException>().Message);
    }

    /// <summary>As Flink's JDBC lookup: at once, then after a second more each time.</summary>
    [Fact]
    public void RetriesPauseAsFlinksDo()
    {
        _lookup.Fault = static query => query <= 4 ? new ConnectorException("jdbc", "dim", "It is away.", isTransient: true) : null;
        var clock = new ImpatientClock();
        IActorRef actor = Start(new LookupOptions { MaxRetries = 4 }, clock: clock);
        var shard = new Asker(CreateTestProbe());
        shard.Ask(actor, "a");
        Assert.Equal(1, shard.Actor.ExpectMsg<LookupAnswer>().Rows.Count);
        Assert.Equal([1, 2, 3], clock.Waited.Select(w => w.TotalSeconds));
    }

    private static ActorStreamException Away() => new("The database is away.", ErrorDomain.External, isTransient: true);

    private IActorRef Start(LookupOptions options, MissRetry? retry = null, TimeProvider? clock = null) =>
        Start(() => Make(options, retry, clock));

    private LookupActor Make(LookupOptions options, MissRetry? retry = null, TimeProvider? clock = null) => new(
        new LookupTable(_lookup, options, "dim"), Strings, Strings, clock ?? TimeProvider.System, new LookupMetrics(), "test", _log, retry,
        new Edge("lookup", Dispatcher.ThreadPool, new FirstFailure(), default));

    /// <summary>Whoever waits by it waits no time; it remembers for how long.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public List<TimeSpan> Waited { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero) Waited.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    /// <summary>Stands in for a shard: asks by keys whose entities are 0, 1, …</summary>
    private sealed class Asker(TestProbe actor)
    {
        private readonly LookupJoin _join = new(
            new LookupJoinPlan
            {
                Table = "dim",
                Keys = [new ColumnExpression(0, "k", DataType.String)],
                InputTypes = Strings,
                Columns = [new Field("v", DataType.String)],
                IsLeft = true,
                Options = new LookupOptions(),
            },
            new EvaluationContext(TimeZoneInfo.Utc),
            _ => { }) { Id = "join" };

        public TestProbe Actor => actor;

        public void Ask(IActorRef lookup, params string[] keys) => Ask(lookup, 0, false, keys);

        public void Ask(IActorRef lookup, int generation, bool isAnew, params string[] keys)
        {
            var column = new BytesColumnBuilder();
            foreach (string key in keys) column.Append(key.AsSpan());
            var encoded = (BytesColumn)column.Build();
            int[] entities = [.. Enumerable.Range(0, keys.Length)];
            var request = new LookupRequest(_join, new Batch([encoded], keys.Length), encoded, entities, generation, isAnew);
            lookup.Tell(new LookupAsk(request, actor.Ref));
        }
    }
}
