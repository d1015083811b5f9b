using System.Buffers;

namespace Leastwise.Reporting.Page;

/// <summary>
/// A small buffer before a stream: what a JSON writer has written goes on at once, where it would hold all of a large document until its end. Unlike the
/// writer's own flushing it does not flush the stream, which would make a compressing one compress worse.
/// </summary>
internal sealed class StreamBuffer(Stream stream) : IBufferWriter<byte>
{
    private const int Size = 1 << 16;
    private byte[] buffer = new byte[Size];

    public void Advance(int count) => stream.Write(buffer, 0, count);

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (buffer.Length < sizeHint)
        {
            buffer = new byte[sizeHint];
        }

        return buffer;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
