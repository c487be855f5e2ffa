// The line to copy, with the address at which this page was opened.

document.getElementById("home").textContent = location.origin;
