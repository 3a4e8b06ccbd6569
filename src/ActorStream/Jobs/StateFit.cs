using ActorStream.Checkpoints;
using ActorStream.Operators;
using ActorStream.State;

namespace ActorStream.Jobs;

/// <summary>
/// Brings what a checkpoint holds to a plan that may have changed since: finds for each operator and source that has state the one that
/// wrote it, which may have had another id, and looks whether the state still means the same. What fits is kept, a cache that does not
/// is dropped with a sentence that says so, and whatever else does not fit is refused by name.
/// </summary>
/// <param name="graph">What the job runs now.</param>
internal sealed class StateFit(JobGraph graph)
{
    private const string Remedy = "Run the script that wrote it, or start anew: --fresh, or another --name.";

    private readonly IReadOnlyList<OperatorState> _now = graph.States();
    private readonly HashSet<string> _dropped = new(StringComparer.Ordinal);

    /// <summary>What is not used, a sentence each.</summary>
    public IReadOnlyCollection<string> Dropped => _dropped;

    /// <summary>A shard's checkpoint as this plan reads it.</summary>
    /// <exception cref="StateException">It does not fit.</exception>
    public RestoredShard Apply(RestoredShard shard)
    {
        if (shard.Body.Operators is not { } saved)
        {
            RequireSamePlan(shard);
            return shard;
        }
        Dictionary<string, OperatorState> takers = Match(saved);
        if (graph.Sources.FirstOrDefault(s => takers.Values.All(t => t.Id != s.Id)) is { } added) throw new StateException(
            $"The script reads \"{added.Id}\", of which the state of job \"{shard.Manifest.Job}\" has no position.", Remedy);
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (OperatorState state in saved) Fit(shard, state, takers.GetValueOrDefault(state.Id), names);
        return names.All(static n => n.Key == n.Value) ? shard : Renamed(shard, takers, names);
    }

    /// <summary>Who takes whose state: the one of the same kind that reads the same from the same; of those that are left, the only one
    /// that asks the same of its table, then the only one of a kind, which has changed.</summary>
    private Dictionary<string, OperatorState> Match(IReadOnlyList<OperatorState> saved)
    {
        var takers = new Dictionary<string, OperatorState>(StringComparer.Ordinal);
        List<OperatorState> left = [.. _now];
        // Where two are the same, as with random numbers, their ids tell them apart.
        Take((state, candidate) => state.Digest == candidate.Digest && state.Id == candidate.Id);
        Take((state, candidate) => state.Digest == candidate.Digest);
        TakeOnly(state => state.Kind + '\n' + Parts(state));
        TakeOnly(state => state.Kind);
        return takers;

        // What is there once on either side, by such a key.
        void TakeOnly(Func<OperatorState, string> key)
        {
            Dictionary<string, int> now = left.CountBy(key).ToDictionary();
            HashSet<string> only =
                [.. saved.Where(s => !takers.ContainsKey(s.Id)).CountBy(key).Where(k => k.Value == 1 && now.GetValueOrDefault(k.Key) == 1)
                    .Select(k => k.Key)];
            Take((state, candidate) => key(state) == key(candidate) && only.Contains(key(state)));
        }

        void Take(Func<OperatorState, OperatorState, bool> fits)
        {
            foreach (OperatorState state in saved)
            {
                if (takers.ContainsKey(state.Id)) continue;
                int index = left.FindIndex(n => n.Kind == state.Kind && fits(state, n));
                if (index < 0) continue;
                takers.Add(state.Id, left[index]);
                left.RemoveAt(index);
            }
        }
    }

    private static string Parts(OperatorState state)
    {
        IReadOnlyDictionary<string, string> parts = state.Cache.Count > 0 ? state.Cache : state.Required;
        return string.Join(',', parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
    }

    /// <summary>Decides what becomes of an operator's state: the name of each of its sections and positions, or null.</summary>
    private void Fit(RestoredShard shard, OperatorState state, OperatorState? taker, Dictionary<string, string?> names)
    {
        string job = shard.Manifest.Job;
        bool holds = Rows(shard, state.Id) > 0 || Rows(shard, state.Id + LookupJoin.HeldRows) > 0
            || shard.Body.Positions.Any(p => p.SourceId == state.Id);
        if (taker is null && holds) throw new StateException(
            $"The state of job \"{job}\" has a part of \"{state.Id}\", which the script does not have any more, or has more than once.",
            Remedy);
        string changed = taker is null ? "" : string.Join(", ", OperatorState.Differences(state.Required, taker.Required));
        if (holds && changed.Length > 0) throw new StateException(
            $"The state of \"{state.Id}\" of job \"{job}\" does not fit to the script, in which this has changed: {changed}.", Remedy);
        bool keepsRows = taker is not null && changed.Length == 0;
        names[state.Id] = keepsRows ? taker!.Id : null;
        names[state.Id + LookupJoin.HeldRows] = keepsRows ? taker!.Id + LookupJoin.HeldRows : null;

        changed = taker is null ? "" : string.Join(", ", OperatorState.Differences(state.Cache, taker.Cache));
        bool keepsCache = taker is not null && changed.Length == 0;
        foreach (string section in LookupCache.Sections)
        {
            names[state.Id + section] = keepsCache ? taker!.Id + section : null;
            if (keepsCache || !shard.Segments.Any(s => s.Count(state.Id + section) > 0)) continue;
            _dropped.Add(taker is null ? $"The lookup cache of \"{state.Id}\" is dropped: the script has no such join any more."
                : $"The lookup cache of \"{state.Id}\" is dropped, because this has changed in the script: {changed}.");
        }
    }

    private static RestoredShard Renamed(
        RestoredShard shard, Dictionary<string, OperatorState> takers, Dictionary<string, string?> names) =>
        shard with
        {
            NeedsBase = true,
            Segments = [.. shard.Segments.Select(s => s.Renamed(name => names.GetValueOrDefault(name)))],
            Body = shard.Body with
            {
                Positions = [.. shard.Body.Positions.Select(p => p with { SourceId = takers[p.SourceId].Id })],
                Committables = [.. shard.Body.Committables.Select(c => (SinkId(c.SinkId, takers), c.Data))],
            },
        };

    /// <summary>Sinks of dead letters are named by their sources.</summary>
    private static string SinkId(string saved, Dictionary<string, OperatorState> takers) =>
        saved.EndsWith(JobGraph.DeadLetters, StringComparison.Ordinal)
            && takers.TryGetValue(saved[..^JobGraph.DeadLetters.Length], out OperatorState? taker)
                ? taker.Id + JobGraph.DeadLetters : saved;

    /// <summary>The rows of a section, of which the newest segment that has it is read.</summary>
    private static int Rows(RestoredShard shard, string section)
    {
        int rows = 0;
        foreach (SegmentReader segment in shard.Segments) rows = segment.Count(section) ?? rows;
        return rows;
    }

    /// <summary>Checkpoints of earlier versions tell of lookups and sources what they read, and of limits only what they counted.</summary>
    private void RequireSamePlan(RestoredShard shard)
    {
        string plan = graph.Fingerprint();
        if (shard.Body.Plan != plan) throw new StateException(
            $"The state of job \"{shard.Manifest.Job}\" was written by another plan: {shard.Body.Plan}; the script's plan now: {plan}.",
            Remedy);
        string? gone = shard.Segments.SelectMany(s => s.SectionNames)
            .FirstOrDefault(name => name.StartsWith("limit:", StringComparison.Ordinal) && _now.All(n => n.Id != name));
        if (gone is not null) throw new StateException(
            $"The state of job \"{shard.Manifest.Job}\" has a part of \"{gone}\", which the script does not have any more.", Remedy);
    }
}
