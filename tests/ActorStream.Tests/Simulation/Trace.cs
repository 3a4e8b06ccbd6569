using System.Globalization;

namespace ActorStream.Tests.Simulation;

/// <summary>What happened in a simulation: a hash of all of it, by which two runs are compared, and the last lines, for people.</summary>
internal sealed class Trace
{
    private static readonly int Kept =
        int.TryParse(Environment.GetEnvironmentVariable("ACTORSTREAM_TRACE"), CultureInfo.InvariantCulture, out int lines) ? lines : 50;

    private readonly Queue<Line> _last = new();

    /// <summary>FNV-1a over every scheduling decision and every simulated call.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>The last lines.</summary>
    public string Text => string.Join('\n', _last.Select(l => l.ToString()));

    /// <summary>A scheduling decision: which of how many was run.</summary>
    public void Decided(DateTimeOffset now, string process, string what, int index, int count)
    {
        Mix((ulong)now.UtcTicks);
        Mix((ulong)index << 32 | (uint)count);
        Mix(what);
        Keep(new Line(now, process, what, index, count));
    }

    /// <summary>Something that happened in the simulated world.</summary>
    public void Happened(DateTimeOffset now, string process, string what)
    {
        Mix((ulong)now.UtcTicks);
        Mix(process);
        Mix(what);
        Keep(new Line(now, process, what, 0, 0));
    }

    /// <summary>A line for people only, such as a log message with an id that is new each time.</summary>
    public void Note(DateTimeOffset now, string process, string what) => Keep(new Line(now, process, what, 0, 0));

    private void Keep(Line line)
    {
        if (_last.Count == Kept) _last.Dequeue();
        _last.Enqueue(line);
    }

    private void Mix(string text)
    {
        foreach (char c in text) Mix(c);
    }

    private void Mix(ulong value) => Hash = (Hash ^ value) * 1099511628211;

    private readonly record struct Line(DateTimeOffset Now, string Process, string What, int Index, int Count)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Now:mm:ss.fff} {Process,-6} {What}{(Count == 0 ? "" : $" ({Index + 1} of {Count})")}");
    }
}
