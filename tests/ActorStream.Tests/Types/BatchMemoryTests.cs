using System.Text;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

/// <summary>A few rows that somebody keeps do not keep the buffers of many alive.</summary>
public sealed class BatchMemoryTests
{
    [Fact]
    public void AFewRowsAreCopiedOutOfALargeBuffer()
    {
        Batch large = Texts(10_000, 100);
        Batch few = large.Take([17, 18, 9_999]);
        Assert.Same(((BytesColumn)large.Columns[0]).Data, ((BytesColumn)few.Columns[0]).Data);
        Batch kept = BatchMemory.Trim(few, out long sizeBytes);
        Assert.Equal(Values(few), Values(kept));
        Assert.True(kept.Columns[0].IsNull(1));
        Assert.InRange(((BytesColumn)kept.Columns[0]).Data.Length, 200, 300);
        Assert.InRange(sizeBytes, 200, 1000);
    }

    [Fact]
    public void ABatchThatUsesItsBufferStaysAsItIs()
    {
        Batch batch = Texts(2_000, 100);
        Assert.Same(batch, BatchMemory.Trim(batch, out long sizeBytes));
        Assert.InRange(sizeBytes, 190_000, 500_000);
    }

    [Fact]
    public void ABufferThatColumnsShareIsCountedOnce()
    {
        Batch batch = Texts(2_000, 100);
        BatchMemory.Trim(batch, out long one);
        BatchMemory.Trim(new Batch([batch.Columns[0], batch.Columns[0]], batch.Count), out long two);
        Assert.InRange(two - one, 1, 50_000);
    }

    [Fact]
    public void WhatOtherColumnsHoldIsCounted()
    {
        BatchMemory.Trim(new Batch([new FixedColumn<long>(new long[1000], 1000)], 1000), out long sizeBytes);
        Assert.InRange(sizeBytes, 8000, 9000);
    }

    /// <summary>Rows of one text column, of which those after multiples of 17 are NULL.</summary>
    private static Batch Texts(int count, int length)
    {
        var texts = new BytesColumnBuilder();
        for (int i = 0; i < count; i++)
        {
            if (i % 17 == 1) texts.AppendNull();
            else texts.Append($"{i}".PadLeft(length).AsSpan());
        }
        return new Batch([texts.Build()], count);
    }

    private static IEnumerable<string?> Values(Batch batch) => Enumerable.Range(0, batch.Count)
        .Select(row => batch.Columns[0].IsNull(row) ? null : Encoding.UTF8.GetString(((BytesColumn)batch.Columns[0])[row]));
}
