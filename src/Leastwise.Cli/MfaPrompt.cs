using System.Text;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary>Asks for the code of an MFA device on the terminal; what is typed is not shown.</summary>
internal static class MfaPrompt
{
    /// <summary>Asks; null where there is no terminal.</summary>
    /// <param name="serial">The device.</param>
    public static string? Ask(string serial)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        Console.Error.Write($"Code of the MFA device {Legible.Plain(serial)}: ");
        var code = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                code.Length = Math.Max(0, code.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                code.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return code.ToString().Trim();
    }
}
