namespace Leastwise.Reporting;

/// <summary>Colours of a terminal, or none.</summary>
internal sealed class Ink(bool colour)
{
    public string Bold(string text) => Wrap("1", text);

    public string Faint(string text) => Wrap("2", text);

    public string Used(string text) => Wrap("36", text);

    public string Unused(string text) => Wrap("33", text);

    public string Alarm(string text) => Wrap("1;31", text);

    private string Wrap(string code, string text) => colour && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
