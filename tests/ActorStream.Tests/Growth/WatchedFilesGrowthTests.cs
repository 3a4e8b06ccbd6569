using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Connectors.FileSystem;
using ActorStream.Runtime;

namespace ActorStream.Tests.Growth;

/// <summary>A directory that is watched for a long time: a checkpoint writes what is new of the files that were read, not all of
/// them.</summary>
public sealed class WatchedFilesGrowthTests
{
    private const int Checkpoints = 40;
    private const int FilesBetween = 2500;

    [Fact]
    public void ManyFilesAreWrittenOnceAndAManifestNamesThem()
    {
        var pieces = new SplitPieces();
        FileProgress progress = FileProgress.None;
        long written = 0;
        int largestBody = 0;
        var stored = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        SplitPieces.Cut cut = null!;
        for (int checkpoint = 0; checkpoint < Checkpoints; checkpoint++)
        {
            for (int i = 0; i < FilesBetween; i++)
                progress = progress.Begin($"dt=2024-02-29/part-{checkpoint * FilesBetween + i:00000000}.json").End();
            progress = progress.Begin("dt=2024-03-01/current.json");
            var segments = new List<StateSegment>();
            cut = pieces.Take(
                [new SplitPosition("f", new SourceSplit("files"), 7, IsEnded: false) { State = progress.Encode }], $"j/0/{checkpoint}",
                segments);
            foreach (StateSegment segment in segments) stored.Add(segment.Id, segment.Data);
            written += segments.Sum(s => (long)s.Data.Length);
            largestBody = Math.Max(largestBody, new ManifestBody("", cut.Positions, []) { Pieces = cut.Names }.Encode().Length);
        }
        byte[] whole = progress.Encode();
        Assert.InRange(written, whole.Length / 2, whole.Length);
        Assert.InRange(largestBody, 1, 64 << 10);
        byte[] joined = SplitPieces.Join(cut.Names[("f", "files")].Select(n => stored[n]), cut.Positions[0].State!());
        Assert.Equal(whole, joined);
        FileProgress back = FileProgress.Decode(joined);
        Assert.Equal(progress.Order, back.Order);
        Assert.Equal("dt=2024-03-01/current.json", back.Current);
        Assert.True(back.Done.SetEquals(progress.Done));
    }

    /// <summary>A state that does not only grow is whole all the same.</summary>
    [Fact]
    public void AStateThatChangesAnywhereOrShrinksIsWhole()
    {
        var random = new Random(7);
        var pieces = new SplitPieces();
        var stored = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        byte[] state = new byte[200_000];
        random.NextBytes(state);
        for (int round = 0; round < 50; round++)
        {
            if (round % 5 == 4) state = state[..random.Next(state.Length)];
            else if (round % 5 == 2) state = [.. state, .. new byte[random.Next(100_000)]];
            else if (state.Length > 0) state[random.Next(state.Length)]++;
            byte[] now = [.. state];
            var segments = new List<StateSegment>();
            SplitPieces.Cut cut = pieces.Take(
                [new SplitPosition("f", new SourceSplit("s"), 0, IsEnded: false) { State = () => now }], $"{round}", segments);
            foreach (StateSegment segment in segments) stored.Add(segment.Id, segment.Data);
            IEnumerable<string> names = cut.Names.TryGetValue(("f", "s"), out IReadOnlyList<string>? found) ? found : [];
            Assert.Equal(now, SplitPieces.Join(names.Select(n => stored[n]), cut.Positions[0].State!()));
            Assert.Equal(names, cut.References.Select(r => r.Id));
            // As the store's collector does once the next checkpoint is there.
            foreach (string gone in stored.Keys.Except(names).ToList()) stored.Remove(gone);
        }
    }

    [Fact]
    public void ProgressOfEarlierVersionsIsRead()
    {
        using var bytes = new MemoryStream();
        using (var packed = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Fastest))
            packed.Write("""{"current":"c","done":["a","b"]}"""u8);
        FileProgress progress = FileProgress.Decode(bytes.ToArray());
        Assert.Equal(["a", "b"], progress.Order);
        Assert.Equal("c", progress.Current);
        Assert.Equal(FileProgress.Decode(progress.Encode()).Order, progress.Order);
    }
}
