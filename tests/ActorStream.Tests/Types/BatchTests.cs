using System.Diagnostics;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

public sealed class BatchTests
{
    [Fact]
    public void AColumnOfAnotherLengthIsRefused()
    {
        var column = new FixedColumn<int>([1, 2, 3], 3);
        Assert.Throws<ArgumentException>(() => new Batch([column], 2));
        Assert.Throws<ArgumentException>(() => new Batch([column], 4));
        Assert.Throws<ArgumentException>(() => new Batch([column], 3, [RowKind.Insert]));
        Assert.Equal(3, new Batch([column], 3).Count);
    }

    [Fact]
    public void AnArrayThatEndsBeforeItsColumnIsRefused()
    {
        var one = new FixedColumn<int>([1], 1);
        Assert.Throws<ArgumentException>(() => new FixedColumn<int>([1], 2));
        Assert.Throws<ArgumentException>(() => new FixedColumn<int>(new int[65], 65, [0]));
        Assert.Throws<ArgumentException>(() => new BytesColumn([], [0], [0, 0], 2));
        Assert.Throws<ArgumentException>(() => new ListColumn(one, [0, 0], [0], 2));
        Assert.Throws<ArgumentException>(() => new MapColumn(one, new FixedColumn<int>([1, 2], 2), [0], [1], 1));
        Assert.Throws<ArgumentException>(() => new RowColumn([one], 2));
    }

    [Fact]
    public void ACheckSeesWhatAConstructorCannot()
    {
        var elements = new FixedColumn<int>([1, 2], 2);
        Column[] wrong =
        [
            new BytesColumn([1, 2], [1], [2], 1),
            new BytesColumn([1, 2], [-1], [0], 1),
            new ListColumn(elements, [0], [3], 1),
            new MapColumn(elements, elements, [2], [1], 1),
            new RowColumn([new ListColumn(new BytesColumn([], [0], [1], 1), [0], [1], 1)], 1),
            new FixedColumn<int>([1, 2], 2, [0b100]),
        ];
        foreach (Column column in wrong)
            Assert.Throws<UnreachableException>(() => BatchCheck.CheckAll(new Batch([column], column.Length)));
        Batch some = new([elements, elements], 2);
        Assert.Throws<UnreachableException>(() => BatchCheck.CheckAll(some.Take([0], [1])));
        BatchCheck.CheckAll(some.Take([1]));
    }

    /// <summary>Else the tests of jobs and scripts would look at no batch.</summary>
    [Fact]
    public void TestsCheckEveryBatch() => Assert.True(AppContext.TryGetSwitch("ActorStream.CheckBatches", out bool isOn) && isOn);
}
