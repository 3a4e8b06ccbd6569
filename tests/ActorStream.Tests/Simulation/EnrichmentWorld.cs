using System.Globalization;
using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Tests.Support;
using ActorStream.Types;

namespace ActorStream.Tests.Simulation;

/// <summary>Bugs to plant in a world, each of which an oracle must find.</summary>
internal sealed record PlantedBug
{
    public Func<ICheckpointStore, ICheckpointStore> WrapStore { get; init; } = store => store;

    public Func<ILog, ILog> WrapLog { get; init; } = log => log;

    public bool FilesShowEarly { get; init; }

    public bool LosesLookups { get; init; }

    public bool Overtakes { get; init; }
}

/// <summary>
/// A world around a job: users who write input and ask questions, processes that run the job, and all that goes wrong with them. A seed
/// draws the job's options, the input, the faults of single calls, and for each process whether it is killed, frozen, stopped,
/// cancelled, or merely thought dead while it goes on beside the one that took over. Then the faults stop, and the job must end.
/// </summary>
internal sealed class EnrichmentWorld
{
    private const string Job = "enrichment";
    private const int MaxSteps = 300_000;
    private const double FavouriteRate = 0.2;
    private static readonly string[] Calls = ["-", "log commit", "log append", "log", "store write", "store", "lookup", "file"];
    private const int OldKeys = 5;
    private static readonly string[] Keys = ["a", "b", "c", "d", "e", "f", "g"];

    private readonly Simulation _simulation;
    private readonly PlantedBug _bug;
    private readonly SimulatedBroker _broker;
    private readonly SimulatedDatabase _database = new();
    private readonly SimulatedFiles _files = new();
    private readonly CommitOracle _commits;
    private readonly SequenceOracle[] _outputs;
    private readonly int[] _seen = new int[2];
    private readonly Dictionary<(string Key, long Number), (int Partition, int Index)> _places = [];
    private readonly bool _keepsOrder;
    private readonly bool[] _isFile;
    private readonly Dictionary<string, string[]> _rows;
    private readonly List<JobLife> _lives = [];
    private readonly int _partitions;
    private readonly bool _isBounded;
    private readonly LookupOptions _lookupOptions;
    private readonly StreamOptions _options;
    private readonly double _faultRate;
    private readonly string _favourite;
    private readonly int _lookupLatencyMs;
    private TaskCompletionSource _complete = new();
    private int _faultsLeft;
    private readonly int[] _produced = new int[Keys.Length];
    private bool _hasAllInput;
    private bool _isCalm;

    private EnrichmentWorld(int seed, PlantedBug bug)
    {
        _simulation = new Simulation(seed) { Describe = Describe };
        _bug = bug;
        _broker = new SimulatedBroker(new Dispatcher(_simulation.World)) { Clock = _simulation.Clock, TransactionEnded = Look };
        _commits = new CommitOracle(_broker, _database, $"actorstream.{Job}", "events");
        _files.Visible = line => Show(1, line);
        // Some keys have no row in the dimension table.
        _rows = Keys.Where(_ => Between(0, 4) > 0).ToDictionary(k => k, k => new[] { k + "!" }, StringComparer.Ordinal);
        _keepsOrder = Chance(0.7);
        _outputs = [.. new[] { ("kept", (Predicate<long>)EnrichmentScript.IsKept), ("thirds", EnrichmentScript.IsThird) }
            .Select(o => new SequenceOracle(
                o.Item1, o.Item2, key => _rows.ContainsKey(key) && key != EnrichmentScript.NullKey ? key + "!" : "NULL",
                _keepsOrder ? (key, number) => _places[(key, number)] : null))];
        _isFile = [false, Chance(0.5)];
        _partitions = Between(1, 3);
        _isBounded = Chance(0.5);
        _faultRate = Math.Pow(10, -1 - 1.5 * _simulation.Random.NextDouble());
        _favourite = Calls[Between(0, Calls.Length - 1)];
        _faultsLeft = Between(0, 8);
        _lookupLatencyMs = Chance(0.6) ? 0 : Between(1, 3000);
        _lookupOptions = new()
        {
            CacheEnabled = Chance(0.7), MaxRetries = Between(0, 2), BatchSize = Between(1, 4), MaxConcurrency = Between(1, 3),
            RetryBackoff = TimeSpan.FromMilliseconds(Between(0, 50)),
            ExpireAfterWrite = Chance(0.3) ? TimeSpan.FromMilliseconds(Between(1, 500)) : null,
            MaxRows = Chance(0.3) ? Between(1, 4) : null,
        };
        _options = MakeOptions();
    }

    /// <summary>Runs a seed to its end.</summary>
    /// <returns>The trace's hash, and how many processes and restarts it took.</returns>
    /// <exception cref="SimulationException">An oracle found something.</exception>
    public static (ulong Hash, int Steps, int Lives, int Restarts) Run(int seed, PlantedBug? bug = null)
    {
        var world = new EnrichmentWorld(seed, bug ?? new PlantedBug());
        world._simulation.Run(world.RunAsync, MaxSteps);
        return (world._simulation.Trace.Hash, world._simulation.Steps, world._lives.Count, world._lives.Sum(l => l.Client.Restarts));
    }

    private async Task RunAsync()
    {
        await using ILog log = new SimulatedLog(_broker, _simulation.Clock);
        await log.CreateTopicAsync("events", _partitions, null, default);
        await log.CreateTopicAsync("kept", 1, null, default);
        await log.CreateTopicAsync("thirds", 1, null, default);
        Task producing = ProduceAsync(log);
        Task asking = AskAsync();
        for (int i = Between(0, 4); i > 0; i--) await LiveAsync();
        CalmDown();
        await producing;
        await EndAsync();
        await asking;
        await CheckRemainsAsync();
        Check(_commits.CheckEnd());
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_outputs[i].Rows != Expected(i)) _simulation.Fail($"O1: {_outputs[i].Rows} rows instead of {Expected(i)} are visible.");
        }
        if (_commits.Lag() != 0) _simulation.Fail($"O6: the job has ended with a lag of {_commits.Lag()}.");
    }

    private string Describe() =>
        $"Input: {string.Join(", ", Keys.Zip(_produced, (k, p) => $"{k} {p}"))} in {_partitions} partitions, lag {_commits.Lag()}. "
            + $"Output: {string.Join(", ", _outputs.Select((o, i) => $"{o.Rows} of {Expected(i)}{(_isFile[i] ? " in files" : "")}"))}. "
            + $"Jobs: {string.Join(", ", _lives.Select(l => $"{l.Process.Name} {l.Client.Status} {l.Client.Progress}"))}.";

    private StreamOptions MakeOptions()
    {
        var settings = new Dictionary<string, string>
        {
            ["table.exec.async-lookup.output-mode"] = _keepsOrder && !_bug.Overtakes ? "ordered" : "allow_unordered",
            ["execution.checkpointing.interval"] = $"{Between(5, 500)} ms",
            ["execution.checkpointing.min-pause"] = $"{Between(0, 50)} ms",
            ["state.checkpoints.num-retained"] = $"{Between(1, 3)}",
            ["restart-strategy.type"] = Chance(0.5) ? "fixed-delay" : "exponential-delay",
            ["restart-strategy.fixed-delay.attempts"] = "1000",
            ["restart-strategy.fixed-delay.delay"] = $"{Between(0, 2000)} ms",
            ["restart-strategy.exponential-delay.initial-backoff"] = $"{Between(1, 1000)} ms",
            ["restart-strategy.exponential-delay.max-backoff"] = "5 s",
            ["restart-strategy.exponential-delay.jitter-factor"] = "0",
        };
        return new StreamOptions
        {
            Registry = null!, Settings = settings, MailboxCapacity = Between(1, 4), MaxWaitingRows = Chance(0.5) ? Between(1, 10) : 8192,
            MaxWaitingBytes = Chance(0.2) ? Between(1, 1000) : 64 << 20,
            MaxHeldBytes = Chance(0.5) ? Between(1, 200) : 32 << 20,
        };
    }

    /// <summary>Writes numbers for each key, a key always in one partition. Meanwhile the topic may grow by partitions, which bring the
    /// last keys with them.</summary>
    private async Task ProduceAsync(ILog log)
    {
        int total = Between(5, 60), growsAt = Chance(0.3) ? Between(1, total - 1) : total, partitions = _partitions;
        await using ILogAppender appender = log.OpenAppender();
        for (int produced = 0; produced < total;)
        {
            for (int batch = Math.Min(Between(1, 20), total - produced); batch > 0; batch--, produced++)
            {
                if (produced == growsAt) await log.AddPartitionsAsync("events", partitions = _partitions + Between(1, 2), default);
                for (int k = 0; k < Keys.Length; k++)
                {
                    int partition = k < OldKeys ? k % _partitions : _partitions + k % 2;
                    if (partition >= partitions) continue;
                    var values = new BytesColumnBuilder();
                    _places.Add((Keys[k], _produced[k]), (partition, _places.Count));
                    values.Append($"{Keys[k]}:{_produced[k]++}".AsSpan());
                    var append = new LogAppend
                    {
                        Topic = "events", Partition = partition, Count = 1, Values = (BytesColumn)values.Build(),
                    };
                    await appender.AppendAsync(append, default);
                }
            }
            await PauseAsync(2000);
        }
        _hasAllInput = true;
    }

    /// <summary>Users who look at the job, take savepoints, and empty its cache.</summary>
    private async Task AskAsync()
    {
        int questions = Between(0, 30);
        for (int i = 0; i < questions; i++)
        {
            if (Chance(0.7)) await PauseAsync(Between(1, 1000));
            if (_lives.LastOrDefault(l => l.IsAlive && l.Client is not null) is not { } life) continue;
            string name = $"savepoint-{i}";
            int kind = Between(0, 5);
            _simulation.Happened("world", $"question {kind} to {life.Process.Name}");
            life.Ask(kind switch
            {
                0 => client => client.GetVerticesAsync(),
                1 => client => client.GetCachesAsync(),
                2 => client => client.ListEntitiesAsync(3),
                3 => client => client.InvalidateCacheAsync(null, null),
                4 => client => client.GetEntitiesAsync("a"),
                _ => client => client.TakeSavepointAsync(name),
            });
        }
    }

    /// <summary>A process starts, and something happens to it, or its job ends by itself.</summary>
    private async Task LiveAsync()
    {
        JobLife life = await StartAsync();
        life.Process.DisturbAfter(Between(1, Chance(0.5) ? 40 : 400), () => Disturb(life));
        await Task.WhenAny(life.Ended, life.Disturbed.Task);
        await PauseAsync(Chance(0.5) ? 1 : 3000);
    }

    private void Disturb(JobLife life)
    {
        int kind = Between(0, 5);
        _simulation.Happened(life.Process.Name, $"disturbance {kind}");
        life.Disturbed.SetResult();
        switch (kind)
        {
            case 0 or 1:
                life.Process.Scheduler.Kill();
                break;
            case 2 or 3:
                life.Process.Scheduler.Freeze();
                _simulation.At(TimeSpan.FromMilliseconds(Between(1, 15_000)), _simulation.World, life.Process.Scheduler.Thaw);
                break;
            case 4 when Chance(0.5):
                life.Ask(client => Chance(0.5) ? client.CancelAsync() : client.StopAsync());
                break;
        }
    }

    private async Task<JobLife> StartAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"p{_lives.Count + 1}");
        var process = new SimulatedProcess(_simulation, name, Draw);
        var life = new JobLife(process, _isCalm && _lives.TrueForAll(l => !l.IsAlive));
        string node = Chance(0.5) ? "local" : name;
        ILog log = _bug.WrapLog(new UnreliableLog(new SimulatedLog(_broker, process.Clock), process));
        var lookup = new LookupTable(
            new SimulatedLookup(
                new MemoryLookup(_rows) { Gate = _bug.LosesLookups ? LoseSome : null }, process,
                () => TimeSpan.FromMilliseconds(Between(0, _lookupLatencyMs))), _lookupOptions, "dim");
        var script = new EnrichmentScript(
            log, lookup, table => _isFile[table == "kept" ? 0 : 1]
                ? new SimulatedFileSink(_files, process, _bug.FilesShowEarly)
                : new LogTableSink(log, table), _isBounded);
        StreamOptions options = _options with
        {
            Registry = script, TimeProvider = process.Clock, Node = node, CloseTimeout = TimeSpan.FromMinutes(10),
            CheckpointStore = () => _bug.WrapStore(new UnreliableStore(new SimulatedStore(_database), process)),
            LoggerFactory = new TraceLoggerFactory(_simulation, name),
        };
        _simulation.Happened(name, $"starts on node {node}");
        await life.StartAsync(() =>
            new StreamEnvironment(options with { ActorSystem = process.StartActors() }).Run(EnrichmentScript.Text, Job));
        _lives.Add(life);
        _ = CheckEndAsync(life);
        return life;
    }

    private Task LoseSome() => Chance(0.02) ? new TaskCompletionSource().Task : Task.CompletedTask;

    /// <summary>A job fails of what the simulation did to it, or because another took over, and of nothing else.</summary>
    private async Task CheckEndAsync(JobLife life)
    {
        await life.Ended;
        _simulation.Happened(life.Process.Name, $"ended as {life.End}");
        if (life.End != JobStatus.Failed) return;
        Exception? cause = life.Client.Failure?.InnerException;
        bool isExpected = !life.IsCalm && cause is ActorStreamException { IsTransient: true };
        bool isFenced = cause is JobFencedException or StaleOwnerException && _lives.Exists(l => l != life);
        if (!isExpected && !isFenced) _simulation.Fail($"{life.Process.Name} failed: {life.Client.Failure}");
    }

    private void CalmDown()
    {
        _isCalm = true;
        _faultsLeft = 0;
        _simulation.Happened("world", "calm");
        _simulation.Deadline = _simulation.Now + TimeSpan.FromMinutes(20);
        foreach (JobLife zombie in _lives.Where(l => l.IsAlive && Chance(0.3))) zombie.Process.Scheduler.Kill();
    }

    /// <summary>Nothing goes wrong any more: all input comes out, the lag falls to 0, and the job ends.</summary>
    private async Task EndAsync()
    {
        for (int tries = 0; tries < 10; tries++)
        {
            foreach (JobLife zombie in _lives.SkipLast(1).Where(l => l.IsAlive))
            {
                zombie.Ask(client => client.StopAsync());
                await zombie.Ended;
            }
            JobLife life = _lives.Count > 0 && _lives[^1].IsAlive ? _lives[^1] : await StartAsync();
            if (!_isBounded) await Task.WhenAny(UntilCompleteAsync(), life.Ended);
            if (!_isBounded && life.IsAlive) life.Ask(client => client.StopAsync());
            await life.Ended;
            if (life.IsCalm && life.Client.Restarts > 0)
                _simulation.Fail($"O6: {life.Process.Name} restarted although nothing went wrong: {life.Client.Failure}");
            // A transaction that a dead process left open hides what comes after it until its time-out.
            await Task.WhenAny(UntilCompleteAsync(), Task.Delay(TimeSpan.FromSeconds(70), _simulation.Clock));
            if (IsComplete()) return;
            if (life is { IsCalm: true, End: JobStatus.Finished }) break;
        }
        _simulation.Fail("O6: nothing goes wrong any more, but not all input comes out.");
    }

    private Task UntilCompleteAsync()
    {
        _complete = new TaskCompletionSource();
        return IsComplete() ? Task.CompletedTask : _complete.Task;
    }

    /// <summary>A job that has ended leaves nothing running behind.</summary>
    private async Task CheckRemainsAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(10), _simulation.Clock);
        foreach (JobLife life in _lives)
        {
            if (_simulation.Waiting(life.Process.Scheduler) is { Count: > 0 } left)
                _simulation.Fail($"{life.Process.Name} has ended and left behind:\n{string.Join('\n', left)}");
            if (life.End is { } end && life.Client.Status != end)
                _simulation.Fail($"{life.Process.Name} ended as {end}, and then it became {life.Client.Status}.");
        }
    }

    private bool IsComplete() => _hasAllInput && _commits.Lag() == 0
        && _outputs.Index().All(o => o.Item.Rows == Expected(o.Index));

    private int Expected(int output) =>
        _produced.Sum(p => Enumerable.Range(0, p).Count(n => output == 0 ? EnrichmentScript.IsKept(n) : EnrichmentScript.IsThird(n)));

    /// <summary>Looks at everything that can be seen from outside, at each end of a transaction.</summary>
    private void Look()
    {
        Check(_commits.Check());
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_isFile[i]) continue;
            foreach (string line in _commits.Read(i == 0 ? "kept" : "thirds", _seen[i]))
            {
                _seen[i]++;
                if (line.Length > 0) Show(i, line);
            }
        }
        if (IsComplete()) _complete.TrySetResult();
    }

    private void Show(int output, string line)
    {
        Check(_outputs[output].See(line));
        if (IsComplete()) _complete.TrySetResult();
    }

    private void Check(string? violation)
    {
        if (violation is not null) _simulation.Fail(violation);
    }

    private CallFault Draw(string call)
    {
        bool isFavourite = call.StartsWith(_favourite, StringComparison.Ordinal);
        if (_faultsLeft == 0 || !Chance(isFavourite ? FavouriteRate : _faultRate)) return CallFault.None;
        _faultsLeft--;
        return (CallFault)Between(1, 3);
    }

    private Task PauseAsync(int longestMs) => Task.Delay(TimeSpan.FromMilliseconds(Between(0, longestMs)), _simulation.Clock);

    private int Between(int low, int high) => _simulation.Random.Next(low, high + 1);

    private bool Chance(double probability) => _simulation.Random.NextDouble() < probability;
}
