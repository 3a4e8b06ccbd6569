using System.IO.Compression;
using System.Text;
using ActorStream.Connectors;

namespace ActorStream.Tests.Connectors.FileSystem;

/// <summary>Packed files that are whole, cut off, damaged; answers are those of Flink, but that a letter may stand for the fault.</summary>
public sealed class PackedFileTests : IDisposable
{
    private static readonly Field[] Columns = [new("a", DataType.Int), new("b", DataType.String)];

    private readonly string _root = Directory.CreateTempSubdirectory("actorstream-packed-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.SmallestSize)]
    public async Task WhatTheRuntimePacksIsUnpacked(CompressionLevel level)
    {
        var random = new Random(7);
        string[] lines = [.. Enumerable.Range(0, 20_000).Select(i =>
            $"{{\"a\":{i},\"b\":\"{(i % 3 == 0 ? new string('x', i % 400) : Convert.ToBase64String(Bytes(random, i % 40)))}\"}}")];
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        Write("x.json.gz", Gzip(text, level));
        Write("x.json.deflate", Zlib(text, level));
        List<string> rows = await ReadAsync("x.json.gz");
        Assert.Equal(20_000, rows.Count);
        Assert.Equal(lines.Select(l => $"+I[{l[5..l.IndexOf(',')]}, {l[(l.IndexOf("\"b\":\"") + 5)..^2]}]"), rows);
        Assert.Equal(rows, await ReadAsync("x.json.deflate"));
    }

    [Fact]
    public async Task OneGzipFileMayFollowAnotherAndWhatIsNoneIsLeftAlone()
    {
        byte[] one = Gzip("{\"a\":1}\n"u8), two = Gzip("{\"a\":2}\n"u8);
        foreach (byte[] rest in (byte[][])[[], [.. "garbage"u8], new byte[100], [0x1F], [0x1F, 0x8B, (byte)'x']])
        {
            Write("x.json.gz", [.. one, .. two, .. rest]);
            Assert.Equal(["+I[1, null]", "+I[2, null]"], await ReadAsync("x.json.gz"));
        }
    }

    [Fact]
    public async Task EveryPlaceToCutAFileIsAnError()
    {
        byte[] packed = Gzip("{\"a\":1}\n{\"a\":2}\n"u8), zlib = Zlib("{\"a\":1}\n"u8.ToArray(), CompressionLevel.Optimal);
        for (int length = 0; length < packed.Length; length++)
        {
            Write("x.json.gz", packed[..length]);
            ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync("x.json.gz"));
            Assert.Contains("x.json.gz\" of table \"t\" cannot be read: After record ", error.Message);
            Assert.Contains("It is cut off, near byte ", error.Message);
        }
        for (int length = 0; length < zlib.Length; length++)
        {
            Write("x.json.deflate", zlib[..length]);
            await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync("x.json.deflate"));
        }
    }

    [Fact]
    public async Task AWrongChecksumIsNamed()
    {
        byte[] packed = Gzip("{\"a\":1}\n"u8);
        packed[^8] ^= 1;
        Write("x.json.gz", packed);
        Assert.Contains("Its CRC is ", (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync("x.json.gz"))).Message);
        packed[^8] ^= 1;
        packed[^4] ^= 1;
        Write("x.json.gz", packed);
        Assert.Contains("bytes, but it has 8", (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync("x.json.gz"))).Message);
    }

    [Fact]
    public async Task ADamagedFileGivesItsRowsOrAnErrorAndNothingElse()
    {
        byte[] packed = Gzip([.. Enumerable.Repeat("{\"a\":1,\"b\":\"some text\"}\n"u8.ToArray(), 200).SelectMany(l => l)]);
        var random = new Random(3);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. packed];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            Write("x.json.gz", damaged);
            try
            {
                Assert.Equal(200, (await ReadAsync("x.json.gz")).Count);
            }
            catch (ConnectorException error)
            {
                Assert.Contains("x.json.gz", error.Message);
            }
        }
    }

    [Fact]
    public async Task RowsBeforeTheCutComeAndTheRestIsADeadLetter()
    {
        byte[] packed = Gzip([.. Enumerable.Range(0, 5000).SelectMany(i => Encoding.UTF8.GetBytes($"{{\"a\":{i}}}\n"))]);
        Write("x.json.gz", packed[..(packed.Length / 2)]);
        TableContext context = Connected.Table(
            Columns, $"connector=filesystem~format=json~path={_root}/x.json.gz~dead-letter.path={_root}/letters");
        ISource source = Connected.Source(context);
        List<SourceBatch> batches = await Connected.ReadAsync(source);
        List<string> rows = Connected.Rows(batches, context);
        Assert.InRange(rows.Count, 1000, 4999);
        Assert.Equal(Enumerable.Range(0, rows.Count).Select(i => $"+I[{i}, null]"), rows);
        DeadLetter letter = Assert.Single(batches.SelectMany(b => b.DeadLetters ?? []));
        Assert.Equal($"x.json.gz:{rows.Count + 1}", letter.Position);
        Assert.Contains("It is cut off", letter.Reason);
        Assert.True(batches[^1].IsEnd);
        List<SourceBatch> again = await Connected.ReadAsync(source, rows.Count + 1);
        Assert.Empty(again.SelectMany(b => b.DeadLetters ?? []));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public async Task WhatIsNoRegularFileIsRefused(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=json~path={path}");
        ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(() => Connected.ReadAsync(Connected.Source(context)));
        Assert.Contains("It is a character device, but a table reads regular files.", error.Message);
    }

    [Fact]
    public async Task APipeIsRefusedInsteadOfWaitedFor()
    {
        if (!OperatingSystem.IsLinux()) return;
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_root, "x.json")]))
        {
            await made.WaitForExitAsync();
            Assert.Equal(0, made.ExitCode);
        }
        ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync("x.json"));
        Assert.Contains("It is a named pipe, but a table reads regular files.", error.Message);
    }

    [Theory]
    [InlineData(".bz2")]
    [InlineData(".xz")]
    [InlineData(".zst")]
    public async Task APackingThatIsNotKnownIsRefusedInsteadOfReadAsText(string extension)
    {
        Write("x.json" + extension, [1, 2, 3]);
        ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync("x.json" + extension));
        Assert.Contains($"Files packed as {extension} are not unpacked here", error.Message);
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Gzip(ReadOnlySpan<byte> text, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, level)) gzip.Write(text);
        return memory.ToArray();
    }

    private static byte[] Zlib(byte[] text, CompressionLevel level)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, level)) zlib.Write(text);
        return memory.ToArray();
    }

    private async Task<List<string>> ReadAsync(string name)
    {
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=json~path={_root}/{name}");
        return Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context);
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_root, name), bytes);
}
