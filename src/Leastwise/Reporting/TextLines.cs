using System.Text;

namespace Leastwise.Reporting;

/// <summary>Lines of plain text no wider than a terminal.</summary>
internal sealed class TextLines(int width)
{
    private readonly StringBuilder text = new();

    public int Width { get; } = Math.Clamp(width, 40, 140);

    /// <summary>A line that is short enough, colours and all.</summary>
    public void Add(string line = "") => text.Append(line).Append('\n');

    /// <summary>Words broken over as many lines as they need, at most <paramref name="most"/>; later lines are indented.</summary>
    public void Wrap(string words, int indent = 0, int hang = 0, int most = 3, Func<string, string>? paint = null)
    {
        int room = Width - indent;
        string rest = words;
        for (int line = 1; rest.Length > 0; line++)
        {
            int cut = rest.Length <= room ? rest.Length : LastSpace(rest, room);
            string part = rest[..cut];
            rest = rest[cut..].TrimStart();
            if (line == most && rest.Length > 0)
            {
                part = part[..Math.Min(part.Length, room - 1)].TrimEnd() + "…";
                rest = "";
            }

            Add(new string(' ', indent + (line > 1 ? hang : 0)) + (paint?.Invoke(part) ?? part));
            room = Width - indent - hang;
        }
    }

    public override string ToString() => text.ToString();

    private static int LastSpace(string words, int room)
    {
        int space = words.LastIndexOf(' ', room);
        return space > 0 ? space : room;
    }
}
