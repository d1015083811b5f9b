using System.CommandLine;

namespace Leastwise.Cli;

/// <summary><c>completion SHELL</c>: prints a script that asks the program itself what can stand next.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # leastwise completion for bash. Load it with: source <(leastwise completion bash)
        _leastwise() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                COMPREPLY+=("$line")
            done < <(leastwise "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
            if [ ${#COMPREPLY[@]} -eq 0 ]; then
                while IFS= read -r line; do
                    COMPREPLY+=("$line")
                done < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
            fi
        }
        complete -F _leastwise leastwise
        """;

    private const string Zsh =
        """
        #compdef leastwise
        # leastwise completion for zsh. Load it with: source <(leastwise completion zsh)
        _leastwise() {
            local -a candidates
            candidates=("${(@f)$(leastwise "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            candidates=("${(@)candidates:#}")
            if (( ${#candidates} )); then
                compadd -- "${candidates[@]}"
            else
                _files
            fi
        }
        compdef _leastwise leastwise
        """;

    private const string Fish =
        """
        # leastwise completion for fish. Load it with: leastwise completion fish | source
        function __leastwise_suggest
            set -l line (commandline -cp)
            leastwise "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c leastwise -a '(__leastwise_suggest)'
        """;

    private const string PowerShell =
        """
        # leastwise completion for PowerShell. Load it with: leastwise completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName leastwise -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            leastwise "[suggest:$cursorPosition]" "$commandAst" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Print a completion script for a shell.") { shell };
        command.SetAction(parsed =>
        {
            terminal.Out.WriteLine(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell,
            });
            return ExitCode.Done;
        });
        return command;
    }
}
