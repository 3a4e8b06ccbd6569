using ActorStream.State;
using ActorStream.Tests.Support;
using ActorStream.Types;
using ValueText = ActorStream.Tests.Support.ValueText;

namespace ActorStream.Tests.State;

public sealed class RowStoreTests
{
    private static readonly DataType[] Types = [.. SomeColumns.Types.Where(t => !t.IsNested && !t.IsInterval && t.Root != TypeRoot.Null)];

    [Fact]
    public void ARowOfEveryScalarTypeComesBackFromItsSlot()
    {
        Batch rows = SomeColumns.Batch(Types, 100, new Random(3));
        var store = new RowStore(Types);
        for (int row = 0; row < 50; row++) Assert.Equal(row, store.Add(rows, row));
        for (int slot = 10; slot < 20; slot++) store.Remove(slot);
        int[] slots = [.. Enumerable.Range(50, 50).Select(row => store.Add(rows, row))];
        Batch back = store.Take(slots);
        for (int i = 0; i < slots.Length; i++) Assert.Equal(Text(rows, 50 + i), Text(back, i));
    }

    private static string Text(Batch batch, int row) =>
        string.Join('|', Types.Select((t, i) => ValueText.Format(batch.Columns[i], row, t)));
}
